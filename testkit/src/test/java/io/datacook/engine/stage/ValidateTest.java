package io.datacook.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.engine.asset.Asset;
import io.datacook.engine.recipe.AssetConfig.Mode;
import io.datacook.engine.recipe.AssetFiles;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Schema SCHEMA = Tables.schema(
            Tables.field("id", Tables.INT64),
            Tables.field("email", Tables.STRING),
            Tables.field("age", Tables.STRING),
            Tables.field("day", new ArrowType.Date(org.apache.arrow.vector.types.DateUnit.DAY)));
    private static final String ASSET = """
            name: stripe_customers
            version: 1.0
            description: Customers of the shop
            primary_key: [id]
            columns:
              - { name: id, type: int64, checks: { unique: true, min: 1 } }
              - name: email
                type: string
                required: true
                checks: { regex: "[^@]+@[^@]+", max_length: 20 }
              - { name: age, type: int32, checks: { max: 150, allowed: [1, 20, 30, 200] } }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    @Test
    void validRowsPassAsTheyAre() {
        Result result = run(Mode.STRICT, ASSET, List.of(List.of(row(1, "a@b", "20", 0), row(2, "c@d", null, null))));

        assertThat(result.rows).hasSize(2);
        assertThat(result.rejects).isEmpty();
    }

    @Test
    void strictNamesTheBadRowsOfTheFirstBadBatch() {
        assertThatThrownBy(() -> run(
                        Mode.STRICT,
                        ASSET,
                        List.of(
                                Given.table(row(1, "a@b", "20", 0)),
                                List.of(row(0, "x", "abc", 0), row(3, null, "30", 0)))))
                .isInstanceOfSatisfying(DatacookException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID);
                    assertThat(failed.describe())
                            .startsWith(
                                    "DC501 table row 2: 2 rows of this batch break the asset stripe_customers 1.0:\n")
                            .contains("table row 2: column 'id': '0' is less than min, 1; email: 'x' does not match")
                            .contains("table row 3: column 'email': the value is null, which is not allowed")
                            .endsWith("set asset.mode to quarantine or warn.");
                });
    }

    @Test
    void warnKeepsAllRowsAndCountsEachRuleByItsFirstPlace() {
        Result result = run(
                Mode.WARN, ASSET, List.of(List.of(row(1, "x", "20", 0), row(2, "y", "20", 0), row(1, "a@b", "20", 0))));

        assertThat(result.rows).hasSize(3);
        assertThat(result.findings)
                .extracting(Validation.Finding::column, Validation.Finding::count, Validation.Finding::place)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id", 1L, "table row 3"),
                        org.assertj.core.groups.Tuple.tuple("email", 2L, "table row 1"));
    }

    @Test
    void quarantineRejectsBadRowsAndKeepsTheOriginsOfTheRest() {
        Result result = run(
                Mode.QUARANTINE,
                ASSET,
                List.of(
                        List.of(row(1, "a@b", "20", 0), row(2, "b@c", "999", 0), row(3, "c@d", "30", 0)),
                        List.of(row(1, "d@e", "20", 0), row(5, "averylongname@example.org", "1", 0))));

        assertThat(result.rows)
                .containsExactly(
                        "{\"id\":1,\"email\":\"a@b\",\"age\":\"20\",\"day\":\"1970-01-01\"}",
                        "{\"id\":3,\"email\":\"c@d\",\"age\":\"30\",\"day\":\"1970-01-01\"}");
        assertThat(result.origins).containsExactly("table row 1", "table row 3");
        assertThat(result.rejects).extracting(Reject::stage).containsOnly("validate");
        assertThat(result.rejects)
                .extracting(Reject::reason)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(
                                        "'999' is more than max, 150; age: '999' is not one of the allowed: 1, 20, 30,"
                                                + " 200"),
                        second -> assertThat(second).isEqualTo("'1' is not unique; it came before, at number 1"),
                        third -> assertThat(third)
                                .isEqualTo("'averylongname@example.org' has 25 characters, more than max_length, 20"));
        assertThat(result.rejects.getFirst().record()).contains("\"age\":\"999\"");
    }

    @Test
    void positionsComeAtTheEndOnlyIfAllRowsCount() {
        Result withUnique = run(
                Mode.STRICT, ASSET, List.of(Given.table(row(1, "a@b", null, 0)), Given.table(row(2, "a@b", null, 0))));
        Result without = run(
                Mode.STRICT,
                "{ name: n, version: 1, columns: [ { name: id, type: int64 } ] }",
                List.of(Given.table(row(1, "a@b", null, 0)), Given.table(row(2, "a@b", null, 0))));

        assertThat(withUnique.positions).containsExactly(2L);
        assertThat(without.positions).containsExactly(1L, 2L);
    }

    @Test
    void textsOfUntypedSourcesMustFitTheType() {
        Result result = run(
                Mode.QUARANTINE,
                "{ name: n, version: 1, columns: [ { name: age, type: int8 } ] }",
                List.of(List.of(row(1, null, "12", 0), row(2, null, "x", 0), row(3, null, "300", 0))));

        assertThat(result.rejects)
                .extracting(Reject::reason)
                .containsExactly(
                        "'x' is not a number (type int8)",
                        "'300' is not between -128 and 127, the range of int8 (type int8)");
    }

    @Test
    void rowLimitsAndFreshnessAreCheckedWhenTheLoadEnds() {
        String limits = """
                name: n
                version: 1
                rows: { min: 3, max: 10 }
                columns: [ { name: day, type: date, checks: { freshness: 2d } } ]
                """;

        assertThatThrownBy(() -> run(Mode.STRICT, limits, List.of(Given.table(row(1, "a", null, 0)))))
                .hasMessageContaining("the load has 1 rows, fewer than rows.min, 3")
                .hasMessageContaining("the newest value of column 'day' is 1970-01-01, older than freshness allows");
        int today = (int) (NOW.getEpochSecond() / 86_400);
        assertThat(run(
                                Mode.STRICT,
                                limits,
                                List.of(List.of(
                                        row(1, "a", null, today), row(2, "a", null, 0), row(3, "a", null, null))))
                        .rows)
                .hasSize(3);
        assertThat(run(Mode.WARN, limits, List.of(Given.table(row(1, "a", null, today)))).findings)
                .extracting(Validation.Finding::reason)
                .containsExactly("the load has 1 rows, fewer than rows.min, 3");
    }

    @Test
    void everyColumnThatCannotBeCheckedIsNamedBeforeTheFirstRow() {
        String wrong = """
                name: n
                version: 1
                extra_columns: refuse
                columns:
                  - { name: idd, type: int64, required: true }
                  - { name: email, type: string, checks: { min: a, freshness: 1d } }
                  - { name: age, type: string, checks: { regex: "x" } }
                  - { name: id, type: string, checks: { min: 1, regex: "x" } }
                """;

        assertThatThrownBy(() -> run(Mode.STRICT, wrong, List.of()))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
                .hasMessageContaining("column 'idd' is required, but does not come in. Known: id, email, age, day."
                        + " Did you mean 'id'?")
                .hasMessageContaining("column 'email': freshness: the column is string")
                .hasMessageContaining("column 'id': type: the column comes in as int64, not string")
                .hasMessageContaining("column 'id': regex: the column is int64; only strings match patterns")
                .hasMessageContaining("column 'day' is not in the asset");
    }

    @Test
    void faultsOfAnAssetFileAreAllNamedWithTheirPlace() {
        assertThatThrownBy(() -> read("name: n\nversion: 1\ncolums: []\ncolumns:\n  - { name: a, type: integr }\n"))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECIPE_INVALID))
                .hasMessageContaining("asset.yaml:3:1")
                .hasMessageContaining("columns")
                .hasMessageContaining("'integr' is not a type");
        assertThatThrownBy(() -> read("- 1\n")).hasMessageContaining("an asset is one mapping");
        assertThatThrownBy(() -> AssetFiles.read(folder.resolve("gone.yaml"))).hasMessageContaining("check asset.path");
        assertThatThrownBy(() -> read("{ name: n, version: 1, primary_key: [x], columns: [] }"))
                .hasMessageContaining("primary_key names 'x', which columns does not have");
    }

    private static final class Result {
        private final List<String> rows = new ArrayList<>();
        private final List<String> origins = new ArrayList<>();
        private final List<Reject> rejects = new ArrayList<>();
        private final List<Long> positions = new ArrayList<>();
        private List<Validation.Finding> findings = List.of();
    }

    private Result run(Mode mode, String yaml, List<List<@Nullable Object[]>> batches) {
        Validation validation = new Validation(read(yaml), mode, SCHEMA, NOW, "run-1", allocator);
        Result result = new Result();
        try (Validate validate = new Validate(new Given(allocator, batches), validation)) {
            for (Batch batch = validate.next(); batch != null; batch = validate.next()) {
                look(batch, result);
            }
            validation.finish();
        }
        result.findings = validation.findings();
        return result;
    }

    private static void look(Batch batch, Result result) {
        try (batch) {
            result.rows.addAll(StepContract.texts(batch));
            result.rejects.addAll(batch.rejects());
            for (int row = 0; row < batch.rowCount(); row++) {
                result.origins.add(batch.origin().describe(row));
            }
            Position position = batch.position();
            if (position != null) {
                result.positions.add(position.number("row"));
            }
        }
    }

    private Asset read(String yaml) {
        try {
            return AssetFiles.read(Files.writeString(folder.resolve("asset.yaml"), yaml));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /// Batches of rows, numbered on.
    private static final class Given implements BatchStream {
        private final Deque<Batch> batches = new ArrayDeque<>();

        /// A table of one row.
        private static List<@Nullable Object[]> table(@Nullable Object[] row) {
            return List.<@Nullable Object[]>of(row);
        }

        private Given(BufferAllocator allocator, List<List<@Nullable Object[]>> tables) {
            long first = 1;
            for (List<@Nullable Object[]> table : tables) {
                batches.add(Tables.batch(allocator, SCHEMA, first, table));
                first += table.size();
            }
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public @Nullable Batch next() {
            return batches.poll();
        }

        @Override
        public void acknowledge(Position committed) {}

        @Override
        public void close() {
            batches.forEach(Batch::close);
            batches.clear();
        }
    }
}
