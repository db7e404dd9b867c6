package io.datacook.connectors.json;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.connectors.files.ObjectStoreOptions.PathStyle;
import io.datacook.connectors.files.s3.TestBucket;
import io.datacook.testkit.S3Server;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/// The whole contract once more, in a bucket.
class JsonS3DestinationTest extends JsonDestinationTest {
    private final TestBucket bucket = new TestBucket();

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        JsonDestinationOptions plain = JsonDestinationOptions.of(bucket.path(target));
        return open(
                new JsonDestinationOptions(
                        plain.path(),
                        plain.layout(),
                        plain.compression(),
                        plain.nulls(),
                        plain.fileSize(),
                        S3Server.endpoint(),
                        "eu-central-1",
                        S3Server.KEY_ID,
                        TestBucket.secret(),
                        null,
                        PathStyle.ALWAYS),
                context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        bucket.download(folder, target);
        return super.visible(target);
    }
}
