package io.datacook.connectors.parquet;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.ObjectStore.PathStyle;
import io.datacook.connectors.files.s3.TestBucket;
import io.datacook.testkit.S3Server;
import org.junit.jupiter.api.BeforeAll;

/// The whole contract once more, in a bucket.
class ParquetS3SourceTest extends ParquetSourceTest {
    private final TestBucket bucket = new TestBucket();

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @Override
    Source openFile(ConnectorContext context, String name) {
        if (bucket.keys().stream().noneMatch(key -> key.startsWith(name))) {
            bucket.upload(folder, name);
        }
        return ParquetSource.open(inBucket(bucket.path(name)), context);
    }

    static ParquetSourceOptions inBucket(String path) {
        return new ParquetSourceOptions(
                path,
                new ObjectStore(S3Server.endpoint(), null, S3Server.KEY_ID, TestBucket.secret(), null, PathStyle.AUTO));
    }
}
