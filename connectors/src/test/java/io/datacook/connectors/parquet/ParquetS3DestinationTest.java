package io.datacook.connectors.parquet;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.ObjectStore.PathStyle;
import io.datacook.connectors.files.s3.TestBucket;
import io.datacook.testkit.S3Server;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/// The whole contract once more, in a bucket.
class ParquetS3DestinationTest extends ParquetDestinationTest {
    private final TestBucket bucket = new TestBucket();

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        return ParquetHand.open(inBucket(bucket.path(target)), context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        bucket.download(folder, target);
        return super.visible(target);
    }

    static ParquetDestinationOptions inBucket(String path) {
        ParquetDestinationOptions plain = ParquetHand.options(path);
        return new ParquetDestinationOptions(
                path,
                plain.compression(),
                plain.compressionLevel(),
                plain.rowGroupSize(),
                plain.rowGroupRows(),
                plain.pageSize(),
                plain.fileSize(),
                plain.bloomFilters(),
                new ObjectStore(S3Server.endpoint(), null, S3Server.KEY_ID, TestBucket.secret(), null, PathStyle.AUTO));
    }
}
