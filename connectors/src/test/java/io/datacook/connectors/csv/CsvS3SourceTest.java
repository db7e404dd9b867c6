package io.datacook.connectors.csv;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.ObjectStore.PathStyle;
import io.datacook.connectors.files.s3.TestBucket;
import io.datacook.testkit.S3Server;
import org.junit.jupiter.api.BeforeAll;

/// The whole contract once more, in a bucket.
class CsvS3SourceTest extends CsvSourceTest {
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
        CsvSourceOptions plain = CsvSourceOptions.of(bucket.path(name));
        return CsvSource.open(
                new CsvSourceOptions(
                        plain.path(),
                        plain.delimiter(),
                        plain.quote(),
                        plain.escape(),
                        plain.header(),
                        plain.encoding(),
                        plain.compression(),
                        plain.nullValues(),
                        plain.columns(),
                        plain.inferTypes(),
                        plain.sampleBytes(),
                        plain.recordBytesMax(),
                        new ObjectStore(
                                S3Server.endpoint(), null, S3Server.KEY_ID, TestBucket.secret(), null, PathStyle.AUTO)),
                context);
    }
}
