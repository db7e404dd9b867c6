package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.WriteMode;
import io.datacook.testkit.Tables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Epochs with more keys than the smallest memory holds at once.
class DuckdbMergeMemoryTest {
    private static final Schema SCHEMA =
            Tables.schema(Tables.field("id", Tables.INT64), Tables.field("version", Tables.INT64));
    private static final int BATCH_ROWS = 10_000;
    private static final int BATCHES = 30;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"merge", "scd2"})
    void manyKeysAreAppliedInPartsAndTheLastRowOfEachWins(String word) {
        WriteMode mode =
                word.equals("merge") ? new WriteMode.Merge(List.of("id"), null) : new WriteMode.Scd2(List.of("id"));
        Path file = folder.resolve("target.duckdb");

        load(file, mode);

        String rows = "select count(*) as rows, count(distinct id) as ids, min(version) as low, max(version) as high"
                + " from main";
        int keys = BATCH_ROWS * BATCHES / 2;
        assertThat(DuckHand.rows(file, rows))
                .containsExactly(
                        Map.of("rows", Integer.toString(keys), "ids", Integer.toString(keys), "low", "2", "high", "2"));
    }

    /// Every key twice: first in version 1, in the second half of the batches in version 2.
    private void load(Path file, WriteMode mode) {
        ByteSize memory = ByteSize.parse("16MiB");
        try (BufferAllocator allocator = new RootAllocator();
                Destination destination = DuckdbDestination.open(
                        new DuckdbDestinationOptions(file, "main", memory, 1), context(allocator));
                Load load = destination.load(new LoadRequest("r", "s", "w1", SCHEMA, mode, List.of(), -1, 1))) {
            load.open();
            load.claim("a", 2);
            try (EpochWriter.Transactional writer =
                    (EpochWriter.Transactional) load.begin(new EpochId("r", "s", "w1", "a", 1, 2))) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    try (Batch rows = Tables.batch(allocator, SCHEMA, 1, rows(batch))) {
                        writer.write(rows);
                    }
                }
                writer.commit("{}");
            }
            load.finish(List.of());
        }
    }

    private static List<@Nullable Object[]> rows(int batch) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int row = 0; row < BATCH_ROWS; row++) {
            long id = (long) (batch % (BATCHES / 2)) * BATCH_ROWS + row;
            rows.add(new @Nullable Object[] {id, batch < BATCHES / 2 ? 1L : 2L});
        }
        return rows;
    }

    private ConnectorContext context(BufferAllocator allocator) {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);
        return new ConnectorContext(allocator, clock, folder, folder.resolve("scratch"), 1);
    }
}
