package io.datacook.connectors.csv;

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
class CsvS3DestinationTest extends CsvDestinationTest {
    private final TestBucket bucket = new TestBucket();

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        CsvDestinationOptions plain = options(bucket.path(target));
        return CsvDestination.open(
                new CsvDestinationOptions(
                        plain.path(),
                        plain.delimiter(),
                        plain.quote(),
                        plain.header(),
                        plain.nullText(),
                        plain.compression(),
                        plain.columnOrder(),
                        plain.fileSize(),
                        S3Server.endpoint(),
                        null,
                        S3Server.KEY_ID,
                        TestBucket.secret(),
                        null,
                        PathStyle.AUTO),
                context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        bucket.download(folder, target);
        return super.visible(target);
    }
}
