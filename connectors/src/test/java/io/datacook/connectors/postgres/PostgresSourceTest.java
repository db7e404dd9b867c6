package io.datacook.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams, splits, cursors, batches and refusals.
class PostgresSourceTest {
    private final Rig rig = new Rig();

    @AfterEach
    void nothingLeaks() {
        rig.close();
    }

    private void bigTable(long rows) {
        rig.database.execute(
                "CREATE TABLE big (id bigint, filler text)",
                "INSERT INTO big SELECT i, repeat('x', 200) FROM generate_series(1, " + rows + ") i",
                "ANALYZE big");
    }

    private static List<Long> ids(List<Map<String, @Nullable Object>> rows) {
        return rows.stream().map(row -> (Long) row.get("id")).toList();
    }

    @Test
    void discoversWhatTheUserMayReadWithColumnsKeysAndSizes() {
        // Given
        rig.database.execute(
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.orders (b int, a bigint NOT NULL, c text, PRIMARY KEY (b, a))",
                "INSERT INTO sales.orders SELECT i, i FROM generate_series(1, 1000) i",
                "ANALYZE sales.orders",
                "CREATE VIEW sales.recent AS SELECT a FROM sales.orders",
                "CREATE MATERIALIZED VIEW sales.stored AS SELECT a FROM sales.orders",
                "CREATE TABLE sales.parts (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE sales.part_1 PARTITION OF sales.parts FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE \"Odd.Name\" (\"Größe \"\"x\"\"\" int)",
                "CREATE TABLE _datacook_commits (x int)",
                "CREATE TABLE empty ()");

        // When
        List<StreamInfo> streams;
        try (Source source = rig.open(rig.source(null, null))) {
            streams = source.discover();
        }

        // Then
        assertThat(streams)
                .extracting(StreamInfo::name)
                .containsExactly(
                        "public.\"Odd.Name\"",
                        "public.empty",
                        "sales.orders",
                        "sales.parts",
                        "sales.recent",
                        "sales.stored");
        StreamInfo orders = streams.get(2);
        assertThat(orders.options()).isEqualTo(Map.of("table", "sales.orders"));
        assertThat(orders.primaryKey()).containsExactly("b", "a");
        assertThat(orders.rowsEstimate()).isEqualTo(1000);
        assertThat(orders.bytesEstimate()).isPositive();
        assertThat(orders.schema().getFields())
                .extracting(f -> f.getName() + f.isNullable())
                .containsExactly("bfalse", "afalse", "ctrue");
        assertThat(streams.get(4).rowsEstimate()).isEqualTo(-1);
        assertThat(rig.rows("public.\"Odd.Name\"")).isEmpty();
    }

    @Test
    void lanesReadEveryRowOnceInOrder() {
        // Given
        bigTable(200_000);

        try (Source source = rig.open("big")) {
            // When
            ReadRequest request = Rig.request(source.describe().schema(), null, 10_000);
            List<Split> splits = source.splits(request);
            List<Long> ids = new ArrayList<>();
            for (Split split : splits) {
                ids.addAll(ids(Rig.rows(source, request, split)));
            }

            // Then
            assertThat(splits).hasSize(4);
            assertThat(splits).extracting(Split::id).isSorted();
            assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 200_000).boxed().toList());
            assertThat(splits).allMatch(split -> split.rowsEstimate() == 50_000);
        }
    }

    @Test
    void partitionsAndMaterializedViewsAreReadWhole() {
        // Given
        rig.database.execute(
                "CREATE TABLE parts (id bigint, filler text) PARTITION BY RANGE (id)",
                "CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (0) TO (90000)",
                "CREATE TABLE part_2 PARTITION OF parts FOR VALUES FROM (90000) TO (200000)",
                "INSERT INTO parts SELECT i, repeat('x', 200) FROM generate_series(1, 100000) i",
                "CREATE MATERIALIZED VIEW stored AS SELECT * FROM parts",
                "CREATE VIEW shown AS SELECT * FROM parts");

        // When // Then
        for (String table : List.of("parts", "stored", "shown")) {
            assertThat(ids(rig.rows(table)).stream().sorted().toList())
                    .as(table)
                    .isEqualTo(LongStream.rangeClosed(1, 100_000).boxed().toList());
        }
    }

    @Test
    void allReadersSeeOneSnapshot() {
        // Given
        bigTable(200_000);
        try (Source source = rig.open("big")) {
            ReadRequest request = Rig.request(source.describe().schema(), null, 10_000);
            List<Split> splits = source.splits(request);
            List<Long> ids = new ArrayList<>(ids(Rig.rows(source, request, splits.getFirst())));

            // When: rows move from parts already read to parts to be read, others vanish and come
            rig.database.execute(
                    "UPDATE big SET filler = 'moved' WHERE id <= 1000",
                    "DELETE FROM big WHERE id > 199000",
                    "INSERT INTO big VALUES (999999, 'new')");
            for (Split split : splits.subList(1, splits.size())) {
                ids.addAll(ids(Rig.rows(source, request, split)));
            }

            // Then
            assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 200_000).boxed().toList());
        }
    }

    @Test
    void onlyTheAskedColumnsTravelInTheAskedOrder() {
        rig.database.execute("CREATE TABLE t (a int, b text, c bool)", "INSERT INTO t VALUES (1, 'x', true)");
        try (Source source = rig.open("t")) {
            Schema all = source.describe().schema();
            Schema two =
                    new Schema(List.of(all.getFields().get(2), all.getFields().get(0)));

            assertThat(Rig.rows(source, Rig.all(two))).containsExactly(Map.of("c", true, "a", 1));
            assertThat(Rig.rows(source, Rig.all(new Schema(List.of())))).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int | 1 | 2 | 3
            bigint | -9223372036854775808 | 0 | 9223372036854775807
            numeric(10,2) | 1.10 | 9.00 | 10.00
            numeric | 1.1 | 9 | 10.5
            date | 2026-11-20 | 2026-11-21 | 2026-11-22
            timestamp | 2026-11-21T10:00 | 2026-11-21T10:00:00.000001 | 2026-11-21T10:00:01
            timestamptz | 2026-11-21T10:00:00Z | 2026-11-21T10:00:00.000001Z | 2026-11-21T11:00:00Z
            text | a | b'\\ | c
            varchar(20) | a | b | c
            char(3) | aaa | bbb | ccc
            double precision | -0.1 | 0.1 | 1.0E10
            """)
    void aCursorWindowTakesWhatIsAfterUpToTheBound(String type, String first, String second, String third) {
        // Given
        rig.database.execute("CREATE TABLE t (c " + type + ")");
        for (String value : List.of(second, first, third)) {
            rig.database.execute("INSERT INTO t VALUES (" + TableName.literal(value) + ")");
        }
        rig.database.execute("INSERT INTO t VALUES (null)");

        try (Source source = rig.open("t")) {
            Schema schema = source.describe().schema();

            // When // Then
            assertThat(source.cursorMax("c")).isEqualTo(third);
            assertThat(count(source, schema, null, null)).isEqualTo(3);
            assertThat(count(source, schema, null, second)).isEqualTo(2);
            assertThat(count(source, schema, first, second)).isEqualTo(1);
            assertThat(count(source, schema, second, third)).isEqualTo(1);
            assertThat(count(source, schema, third, third)).isZero();
        }
    }

    private static int count(Source source, Schema schema, @Nullable String after, @Nullable String upTo) {
        return Rig.rows(source, Rig.request(schema, new CursorRange("c", after, upTo), 100))
                .size();
    }

    @Test
    void infinityIsNoUpperBound() {
        rig.database.execute("CREATE TABLE t (c timestamptz)", "INSERT INTO t VALUES ('infinity'), ('2026-01-01Z')");
        try (Source source = rig.open("t")) {
            assertThat(source.cursorMax("c")).isEqualTo("2026-01-01T00:00:00Z");
        }
    }

    @Test
    void anEmptyTableHasNoCursorAndNoSplits() {
        rig.database.execute("CREATE TABLE t (id bigint)");
        try (Source source = rig.open("t")) {
            assertThat(source.cursorMax("id")).isNull();
            assertThat(source.splits(Rig.all(source.describe().schema()))).isEmpty();
        }
    }

    @Test
    void batchesKeepTheirLimitsAndOnlyTheLastEndsAnEpoch() {
        // Given
        rig.database.execute(
                "CREATE TABLE t (id bigint, filler text)",
                "INSERT INTO t SELECT i, repeat('x', i % 50 * 100) FROM generate_series(1, 5000) i",
                "INSERT INTO t VALUES (5001, repeat('y', 300000))");
        try (Source source = rig.open("t")) {
            Schema schema = source.describe().schema();
            ReadRequest request = new ReadRequest(schema, null, 700, 100_000, ReadRequest.BadRows.FAIL);
            Split split = source.splits(request).getFirst();
            int rows = 0;
            Position last = null;

            // When
            try (SplitReader reader = source.read(request, split, Position.START)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    try (Batch closing = batch) {
                        // Then
                        assertThat(last).as("position before the last batch").isNull();
                        assertThat(closing.rowCount()).isBetween(1, 700);
                        assertThat(closing.bytes() <= 100_000 || closing.rowCount() == 1)
                                .isTrue();
                        assertThat(closing.origin().describe(0)).isEqualTo("public.t row " + (rows + 1));
                        rows += closing.rowCount();
                        last = closing.position();
                    }
                }
            }
            assertThat(rows).isEqualTo(5001);
            assertThat(last).isEqualTo(Position.of("rows", 5001));
            try (SplitReader done = source.read(request, split, Position.of("rows", 5001))) {
                assertThat(done.next()).isNull();
            }
        }
    }

    @Test
    void badRowsAreLeftOutWithTheirPlaceAndRecord() {
        // Given
        rig.database.execute(
                "CREATE TABLE t (id int, d date, a int[])",
                "INSERT INTO t SELECT i, CASE WHEN i % 3 = 2 THEN 'infinity'::date ELSE '2026-01-01' END, "
                        + "CASE WHEN i = 4 THEN '{{1},{2}}'::int[] ELSE ARRAY[i, i] END FROM generate_series(1, 7) i");
        try (Source source = rig.open("t")) {
            ReadRequest request =
                    new ReadRequest(source.describe().schema(), null, 100, 1 << 20, ReadRequest.BadRows.REJECT);
            try (SplitReader reader =
                            source.read(request, source.splits(request).getFirst(), Position.START);
                    Batch batch = java.util.Objects.requireNonNull(reader.next())) {
                // Then
                assertThat(io.datacook.testkit.Tables.rows(batch.rows()))
                        .extracting(row -> row.get("id") + " " + row.get("a"))
                        .containsExactly("1 [1,1]", "3 [3,3]", "6 [6,6]", "7 [7,7]");
                assertThat(List.of(0, 1, 2, 3))
                        .extracting(batch.origin()::number)
                        .containsExactly(1L, 3L, 6L, 7L);
                assertThat(batch.rejects())
                        .extracting(reject -> reject.place() + " " + reject.column() + " " + reject.value())
                        .containsExactly(
                                "public.t row 2 d infinity",
                                "public.t row 4 a an array of 2 dimensions",
                                "public.t row 5 d infinity");
                assertThat(batch.rejects().getFirst().record()).isEqualTo("{\"id\":2,\"d\":null,\"a\":[2,2]}");
            }
        }
    }

    @Test
    void aReaderMayBeClosedInTheMiddle() {
        bigTable(200_000);
        try (Source source = rig.open("big")) {
            ReadRequest request = Rig.request(source.describe().schema(), null, 10);
            try (SplitReader reader =
                    source.read(request, source.splits(request).getFirst(), Position.START)) {
                java.util.Objects.requireNonNull(reader.next()).close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nowhere | | STREAM_MISSING | discover
            public.nowhere | | STREAM_MISSING | public.nowhere
            a.b.c | | RECIPE_INVALID | schema.table
            | SELECT nothing FROM nowhere | STREAM_MISSING | nowhere
            | SELEKT 1 | RECIPE_INVALID | syntax error
            | SELECT 1/0 AS c | DATA_INVALID | division by zero
            | | RECIPE_INVALID | table: schema.name
            """)
    void refusalsSayWhatAndWhere(@Nullable String table, @Nullable String query, ErrorCode code, String said) {
        assertThatThrownBy(() -> rig.rows(rig.source(table, query)))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(said);
    }

    @Test
    void aBrokenConnectionMayBeTriedAgain() {
        bigTable(200_000);
        try (Source source = rig.open("big")) {
            ReadRequest request = Rig.request(source.describe().schema(), null, 10);
            try (SplitReader reader =
                    source.read(request, source.splits(request).getFirst(), Position.START)) {
                rig.database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        + "WHERE application_name = 'datacook test' AND datname = current_database()");
                assertThatThrownBy(() -> {
                            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                                batch.close();
                            }
                        })
                        .isInstanceOfSatisfying(DatacookException.class, broken -> {
                            assertThat(broken.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
                            assertThat(broken.code().retryable()).isTrue();
                        });
            }
        }
    }

    @Test
    void aTypeThatChangedSinceThePlanIsNoticed() {
        rig.database.execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");
        Schema planned;
        try (Source source = rig.open("t")) {
            planned = source.describe().schema();
        }
        rig.database.execute("ALTER TABLE t ALTER id TYPE text");
        try (Source source = rig.open("t")) {
            assertThatThrownBy(() -> Rig.rows(source, Rig.all(planned)))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
                    .hasMessageContaining("column id of public.t is now text");
        }
    }
}
