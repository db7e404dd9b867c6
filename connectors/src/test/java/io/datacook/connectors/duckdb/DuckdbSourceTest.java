package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import io.datacook.testkit.SourceContract;
import io.datacook.testkit.SourceHand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckdbSourceTest implements SourceContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Override
    public Set<SourceFeature> features() {
        return Objects.requireNonNull(new DuckdbConnector().source()).features();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Source open(ConnectorContext context, int rows) {
        Path file = folder.resolve("contract.duckdb");
        String table = "rows_" + rows;
        if (DuckHand.column(file, "SELECT 1 FROM duckdb_tables() WHERE table_name = '" + table + "'")
                .isEmpty()) {
            DuckHand.execute(
                    file,
                    "CREATE TABLE " + table + " AS SELECT i AS id, CASE WHEN i % 7 <> 0 THEN 'row-' || i END AS name, "
                            + "CASE WHEN i % 5 <> 0 THEN (i + 1) // 2 END AS changed FROM range(1, " + (rows + 1)
                            + ") t(i)");
        }
        return open(context, file, table, null);
    }

    @Override
    public Source openMissing(ConnectorContext context) {
        DuckHand.execute(folder.resolve("some.duckdb"), "CREATE TABLE IF NOT EXISTS orders (id INTEGER)");
        return open(context, Path.of("some.duckdb"), "ordres", null);
    }

    @Override
    public String missingName() {
        return "ordres";
    }

    private static Source open(ConnectorContext context, Path file, @Nullable String table, @Nullable String query) {
        return DuckdbSource.open(new DuckdbSourceOptions(file, table, query, ByteSize.parse("64MiB"), 2), context);
    }

    private SourceHand hand(String file, @Nullable String table, @Nullable String query) {
        return SourceHand.open(folder, 4, context -> open(context, Path.of(file), table, query));
    }

    @Test
    void namesTheTablesThereAreWhenOneIsMissing() {
        try (SourceHand hand = SourceHand.open(folder, 1, this::openMissing)) {
            assertThatThrownBy(() -> hand.source().describe())
                    .hasMessage("some.duckdb has no table 'ordres'. Known: orders. Did you mean 'orders'?");
        }
    }

    @Test
    void saysWhichFileIsMissingOrNoDatabase() throws Exception {
        assertThatThrownBy(() -> hand("absent.duckdb", null, null))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STREAM_MISSING))
                .hasMessageContaining("absent.duckdb");
        Files.writeString(folder.resolve("text.duckdb"), "id,name\n1,a\n");
        assertThatThrownBy(() -> hand("text.duckdb", null, null))
                .hasMessageContaining("text.duckdb")
                .hasMessageContaining("not a valid DuckDB database");
    }

    @Test
    void discoversTablesAndViewsOfAllSchemasWithKeysAndNullability() {
        DuckHand.execute(
                folder.resolve("many.duckdb"),
                "CREATE TABLE orders (id BIGINT PRIMARY KEY, made TIMESTAMP NOT NULL, note VARCHAR)",
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.items (b INTEGER, a INTEGER, PRIMARY KEY (a, b))",
                "CREATE VIEW recent AS SELECT * FROM orders",
                "CREATE TABLE _datacook_commits (x INTEGER)");
        try (SourceHand hand = hand("many.duckdb", "orders", null)) {
            List<StreamInfo> streams = hand.source().discover();
            assertThat(streams).extracting(StreamInfo::name).containsExactly("orders", "recent", "sales.items");
            assertThat(streams)
                    .extracting(StreamInfo::primaryKey)
                    .containsExactly(List.of("id"), List.of(), List.of("a", "b"));
            assertThat(streams.getFirst().schema().getFields())
                    .extracting(field -> field.isNullable())
                    .containsExactly(false, false, true);
            assertThat(streams.getLast().options()).containsEntry("table", "sales.items");
        }
    }

    @Test
    void splitsALargeTableByRowGroupsAndContinuesInTheMiddleThoughRowsWereDeleted() {
        // Given
        DuckHand.execute(
                folder.resolve("large.duckdb"),
                "CREATE TABLE main AS SELECT range AS id FROM range(400000)",
                "DELETE FROM main WHERE id % 3 = 0");
        try (SourceHand hand = hand("large.duckdb", null, null)) {
            ReadRequest request = hand.request(50_000, 8 << 20);
            List<Split> splits = hand.source().splits(request);
            assertThat(splits).hasSize(4);
            // When
            List<Long> ids = new ArrayList<>();
            for (Split split : splits) {
                Position middle;
                try (SplitReader reader = hand.source().read(request, split, Position.START);
                        Batch first = reader.next()) {
                    if (first == null) {
                        continue; // all rows of these groups were deleted
                    }
                    BigIntVector numbers = (BigIntVector) first.rows().getVector(0);
                    for (int row = 0; row < first.rowCount(); row++) {
                        ids.add(numbers.get(row));
                    }
                    middle = Objects.requireNonNull(first.position());
                }
                ids.addAll(hand.read(request, split, middle).ids());
            }
            // Then
            assertThat(ids).hasSize(266_666).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void readsAViewOrQueryWholeWithOnePositionAtItsEnd() {
        DuckHand.execute(
                folder.resolve("views.duckdb"),
                "CREATE TABLE t AS SELECT range AS id FROM range(30000)",
                "CREATE VIEW v AS SELECT id FROM t WHERE id < 20000 ORDER BY id DESC");
        for (String query : java.util.Arrays.asList(null, "SELECT id FROM t WHERE id < 20000 ORDER BY id DESC")) {
            try (SourceHand hand = hand("views.duckdb", query == null ? "v" : null, query)) {
                List<Split> splits = hand.source().splits(hand.request());
                SourceHand.Read read = hand.read(hand.request(), splits.getFirst(), Position.START);

                assertThat(splits).hasSize(1);
                assertThat(read.ids()).hasSize(20_000).isSortedAccordingTo((left, right) -> right.compareTo(left));
                assertThat(read.positions().subList(0, read.positions().size() - 1))
                        .containsOnlyNulls();
                Position end = Objects.requireNonNull(read.positions().getLast());
                assertThat(hand.read(hand.request(), splits.getFirst(), end).ids())
                        .isEmpty();
            }
        }
    }

    @Test
    void comparesCursorsOfTimesAndDecimals() {
        DuckHand.execute(
                folder.resolve("cursor.duckdb"),
                "CREATE TABLE main AS SELECT range AS id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(range) AS "
                        + "made, (range / 4)::DECIMAL(9,2) AS price FROM range(10) UNION ALL SELECT 99, NULL, NULL");
        try (SourceHand hand = hand("cursor.duckdb", null, null)) {
            assertThat(hand.source().cursorMax("made")).isEqualTo("2026-01-01T00:00:09Z");
            assertThat(hand.source().cursorMax("price")).isEqualTo("2.25");
            assertThat(ids(hand, new CursorRange("made", "2026-01-01T00:00:07Z", "2026-01-01T00:00:09Z")))
                    .containsExactly(8L, 9L);
            assertThat(ids(hand, new CursorRange("price", "1.75", null))).containsExactly(8L, 9L);
            assertThat(ids(hand, new CursorRange("made", null, null))).hasSize(10);
        }
    }

    private static List<Long> ids(SourceHand hand, CursorRange range) {
        ReadRequest all = hand.request();
        return hand.readAll(
                        new ReadRequest(all.schema(), range, all.batchRowsMax(), all.batchBytesMax(), all.onBadRow()))
                .ids();
    }

    @Test
    void aQueryReachesNoOtherFile() {
        DuckHand.execute(folder.resolve("safe.duckdb"), "CREATE TABLE main (id INTEGER)");
        try (SourceHand hand = hand("safe.duckdb", null, "SELECT * FROM read_text('/etc/passwd')")) {
            assertThatThrownBy(() -> hand.source().describe())
                    .hasMessageContaining("file system operations are disabled");
        }
    }
}
