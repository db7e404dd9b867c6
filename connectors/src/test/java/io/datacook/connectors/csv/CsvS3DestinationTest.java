package io.datacook.connectors.csv;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.ObjectStore.PathStyle;
import io.datacook.connectors.files.s3.TestBucket;
import io.datacook.testkit.DestinationModeContract;
import io.datacook.testkit.DestinationReceiptContract;
import io.datacook.testkit.S3Server;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The format in a bucket; [io.datacook.connectors.parquet] shows there what all formats share.
class CsvS3DestinationTest implements DestinationModeContract, DestinationReceiptContract {
    private final TestBucket bucket = new TestBucket();
    private final CsvDestinationTest local = new CsvDestinationTest();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @BeforeEach
    void givesItAFolder() {
        local.folder = folder;
    }

    @Override
    public Set<DestinationFeature> features() {
        return local.features();
    }

    @Override
    public List<TypeCase> types() {
        return local.types();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        CsvDestinationOptions plain = CsvDestinationTest.options(bucket.path(target));
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
                        new ObjectStore(
                                S3Server.endpoint(), null, S3Server.KEY_ID, TestBucket.secret(), null, PathStyle.AUTO)),
                context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        bucket.download(folder, target);
        return local.visible(target);
    }
}
