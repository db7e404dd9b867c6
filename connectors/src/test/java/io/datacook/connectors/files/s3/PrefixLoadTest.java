package io.datacook.connectors.files.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.WriteMode;
import io.datacook.connectors.json.JsonBuckets;
import io.datacook.testkit.DestinationHand;
import io.datacook.testkit.S3Server;
import io.datacook.testkit.SourceHand;
import io.datacook.testkit.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a bucket shows, keeps and loses while a load goes on, fails, is overtaken.
class PrefixLoadTest {
    private static final WriteMode APPEND = new WriteMode.Append();
    private static final WriteMode REPLACE = new WriteMode.Replace();

    private final TestBucket bucket = new TestBucket();
    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private @Nullable Destination destination;

    @BeforeAll
    static void needsAServer() {
        S3Server.assumeThere();
    }

    @BeforeEach
    void open() {
        destination = JsonBuckets.open(bucket.path("lake/orders"), SourceHand.context(allocator, folder, 4));
    }

    @AfterEach
    void close() {
        target().close();
        allocator.close();
    }

    @Test
    void whatIsStagedIsInNoListing() {
        Load load = load(APPEND, "w1", 1);
        Manifest manifest = stage(load, "w1", 2, "a");

        assertThat(data()).isEmpty();
        assertThat(bucket.uploads()).hasSize(1);

        load.publish(manifest);
        load.publish(manifest);
        assertThat(data()).hasSize(1);
        assertThat(bucket.uploads()).isEmpty();
    }

    @Test
    void anUploadThatTheStoreDroppedIsNeverTakenForPublished() {
        Load load = load(APPEND, "w1", 1);
        Manifest manifest = stage(load, "w1", 2, "a");
        bucket.abortUploads();

        assertThatThrownBy(() -> load.publish(manifest))
                .isInstanceOfSatisfying(
                        DatacookException.class, lost -> assertThat(lost.code()).isEqualTo(ErrorCode.STATE_INVALID))
                .hasMessageContaining("neither the upload nor the object is there")
                .hasMessageContaining("lifecycle rule");
        assertThat(data()).isEmpty();
    }

    @Test
    void anotherObjectUnderThePublishedNameIsTold() throws Exception {
        Load load = load(APPEND, "w1", 1);
        Manifest manifest = stage(load, "w1", 2, "a");
        load.publish(manifest);
        bucket.put(data().getFirst(), Files.writeString(folder.resolve("other"), "{}\n"));

        assertThatThrownBy(() -> load.publish(manifest)).hasMessageContaining("the object there is another one");
    }

    @Test
    void uploadsOfDeadRunsAreDroppedAndThoseOfOthersStay() {
        // Given
        stage(load(APPEND, "w1", 1), "w1", 2, "dead");
        Destination other = JsonBuckets.open(bucket.path("lake/orders"), SourceHand.context(allocator, folder, 4));
        LoadRequest strange =
                new LoadRequest("other", "stream", "w1", DestinationHand.SCHEMA, APPEND, List.of(), -1, 1);
        Load stranger = other.load(strange);
        stranger.open();
        stage(stranger, "w1", 2, "theirs");
        assertThat(bucket.uploads()).hasSize(2);

        // When
        Load next = load(APPEND, "w2", 10);

        // Then
        assertThat(bucket.uploads()).hasSize(1);
        next.close();
        other.close();
    }

    @Test
    void uploadsOfTheSameWindowWaitUntilItEnds() {
        Manifest manifest = stage(load(APPEND, "w1", 1), "w1", 2, "committed");
        stage(load(APPEND, "w1", 1), "w1", 3, "given up");

        Load again = load(APPEND, "w1", 10);
        assertThat(bucket.uploads()).hasSize(2);
        again.publish(manifest);
        again.finish(List.of(manifest));

        assertThat(bucket.uploads()).isEmpty();
        assertThat(data()).hasSize(1);
    }

    @Test
    void aRunThatWasOvertakenRemovesNothing() {
        // Given
        Load slow = load(REPLACE, "w1", 1);
        Manifest old = stage(slow, "w1", 2, "old");
        Load fast = load(REPLACE, "w2", 10);
        fast.finish(List.of(stage(fast, "w2", 11, "new")));
        List<String> before = bucket.keys();

        // When, Then
        assertThatThrownBy(() -> slow.finish(List.of(old)))
                .isInstanceOfSatisfying(
                        DatacookException.class, late -> assertThat(late.code()).isEqualTo(ErrorCode.FENCED));
        assertThat(bucket.keys()).isEqualTo(before);
    }

    @Test
    void aLateWriterOfALowFenceCannotTakeTheMarkBack() {
        load(APPEND, "w2", 10);
        Load late = target().load(request(APPEND, "w1", 1));

        assertThatThrownBy(late::open).hasMessageContaining("a newer run writes to");
        assertThat(bucket.keys().stream().filter(key -> key.contains("/fence-")))
                .singleElement()
                .asString()
                .endsWith("fence-0000000000000000010");
    }

    @Test
    void replaceLeavesWhatIsNotOfItsFormatAndWhatLiesDeeper() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "{\"id\":9}\n");
        List.of(
                        "lake/orders/README.md",
                        "lake/orders/2026/a.ndjson",
                        "lake/orders-old/b.ndjson",
                        "lake/orders/c.ndjson")
                .forEach(key -> bucket.put(key, file));

        Load load = load(REPLACE, "w1", 1);
        load.finish(List.of(stage(load, "w1", 2, "a")));

        assertThat(bucket.keys())
                .contains("lake/orders/README.md", "lake/orders/2026/a.ndjson", "lake/orders-old/b.ndjson")
                .doesNotContain("lake/orders/c.ndjson");
    }

    @Test
    void aFileOfSeveralPartsComesOutAsItWentIn() {
        // Given: 12 MB, and a budget that makes parts of the smallest size
        assertThat(PrefixLoad.partBytes(64L << 20, 4)).isEqualTo(5 << 20);
        assertThat(PrefixLoad.partBytes(Long.MAX_VALUE, 4)).isEqualTo(16 << 20);
        String cell = "x".repeat(1 << 20);
        try (BufferAllocator small = new RootAllocator(100L << 20);
                Destination narrow = JsonBuckets.open(bucket.path("big"), SourceHand.context(small, folder, 4))) {
            Load load = narrow.load(request(APPEND, "w1", 1));
            load.open();

            // When
            Manifest manifest;
            try (EpochWriter.Staged writer = (EpochWriter.Staged) load.begin(epoch("w1", 2))) {
                for (long id = 0; id < 12; id++) {
                    try (Batch batch = Tables.batch(
                            small, DestinationHand.SCHEMA, 1, List.<@Nullable Object[]>of(row(id, cell)))) {
                        writer.write(batch);
                    }
                }
                manifest = writer.prepare();
            }
            load.publish(manifest);
            load.finish(List.of(manifest));

            // Then
            assertThat(StagedUpload.parse(manifest.files().getFirst().staged()).parts())
                    .isEqualTo(3);
        }
        try (SourceHand hand =
                SourceHand.open(folder, 2, context -> JsonBuckets.read(bucket.path("big/*.ndjson"), context))) {
            assertThat(hand.readAll(hand.request()).rows())
                    .hasSize(12)
                    .allSatisfy(row -> assertThat(row.get("name")).isEqualTo(cell));
        }
    }

    private static @Nullable Object[] row(long id, String name) {
        return new @Nullable Object[] {id, name};
    }

    private Destination target() {
        return java.util.Objects.requireNonNull(destination);
    }

    private LoadRequest request(WriteMode mode, String window, long fence) {
        return new LoadRequest("contract", "orders", window, DestinationHand.SCHEMA, mode, List.of(), -1, fence);
    }

    private Load load(WriteMode mode, String window, long fence) {
        Load load = target().load(request(mode, window, fence));
        load.open();
        return load;
    }

    private static EpochId epoch(String window, long fence) {
        return new EpochId("contract", "orders", window, "s0", 1, fence);
    }

    private Manifest stage(Load load, String window, long fence, String name) {
        try (EpochWriter.Staged writer = (EpochWriter.Staged) load.begin(epoch(window, fence));
                Batch batch =
                        Tables.batch(allocator, DestinationHand.SCHEMA, 1, List.<@Nullable Object[]>of(row(1, name)))) {
            writer.write(batch);
            return writer.prepare();
        }
    }

    /// What readers that list the prefix find.
    private List<String> data() {
        return bucket.keys().stream().filter(key -> key.endsWith(".ndjson")).toList();
    }
}
