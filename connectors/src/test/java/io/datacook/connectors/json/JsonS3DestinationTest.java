package io.datacook.connectors.json;

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
class JsonS3DestinationTest implements DestinationModeContract, DestinationReceiptContract {
    private final TestBucket bucket = new TestBucket();
    private final JsonDestinationTest local = new JsonDestinationTest();

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
        ObjectStore store = new ObjectStore(
                S3Server.endpoint(), "eu-central-1", S3Server.KEY_ID, TestBucket.secret(), null, PathStyle.ALWAYS);
        return JsonDestinationTest.open(JsonBuckets.in(store, JsonDestinationOptions.of(bucket.path(target))), context);
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        bucket.download(folder, target);
        return local.visible(target);
    }
}
