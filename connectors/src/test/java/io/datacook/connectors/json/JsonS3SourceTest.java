package io.datacook.connectors.json;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.ObjectStore.PathStyle;
import io.datacook.connectors.files.s3.TestBucket;
import io.datacook.testkit.S3Server;
import org.junit.jupiter.api.BeforeAll;

/// The whole contract once more, in a bucket.
class JsonS3SourceTest extends JsonSourceTest {
    private final TestBucket bucket = new TestBucket();

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @Override
    Source openFile(ConnectorContext context, String name) {
        if (!bucket.keys().contains(name)) {
            bucket.upload(folder(), name);
        }
        ObjectStore store =
                new ObjectStore(S3Server.endpoint(), null, S3Server.KEY_ID, TestBucket.secret(), null, PathStyle.AUTO);
        return JsonSource.open(JsonBuckets.in(store, options(bucket.path(name))), context);
    }
}
