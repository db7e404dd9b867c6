package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlStepTest implements StepContract {
    private static final Schema INPUT =
            Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Override
    public Schema input() {
        return INPUT;
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(
                new @Nullable Object[] {1L, "a"}, new @Nullable Object[] {null, null}, new @Nullable Object[] {3L, "a"
                });
    }

    @Override
    public Step open(StepContext context) {
        return sql("select id, name from input where true", SqlStepType.Scope.STREAM, context);
    }

    private Step sql(String query, SqlStepType.Scope scope, StepContext context) {
        return sql(query, scope, "128MiB", context);
    }

    private Step sql(String query, SqlStepType.Scope scope, String memory, StepContext given) {
        StepContext context = new StepContext(
                given.allocator(),
                given.recipe(),
                "public.orders",
                given.runId(),
                given.startedAt(),
                folder.resolve("scratch"),
                given.rejecting());
        return new SqlStepType().open(new SqlStepType.Options(query, scope, ByteSize.parse(memory)), INPUT, context);
    }

    private List<String> result(String query, SqlStepType.Scope scope) {
        List<String> texts = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Step step = sql(query, scope, StepContract.context(allocator))) {
            List<Batch> batches =
                    List.of(Tables.batch(allocator, INPUT, 1, rows()), Tables.batch(allocator, INPUT, 100, rows()));
            StepContract.run(step, batches, batch -> texts.addAll(StepContract.texts(batch)));
        }
        return texts;
    }

    @Test
    void seesAllRowsOfTheStreamUnderItsThreeNames() {
        assertThat(result("select count(*) as n, sum(id) as s from input;", SqlStepType.Scope.STREAM))
                .containsExactly("{\"n\":6,\"s\":\"8\"}");
        assertThat(result(
                        "select count(*) as n from main join orders using (id) join public.orders p using (id)",
                        SqlStepType.Scope.STREAM))
                .containsExactly("{\"n\":16}");
        assertThat(result("select name, id from input order by id desc nulls first", SqlStepType.Scope.STREAM))
                .startsWith("{\"name\":null,\"id\":null}")
                .endsWith("{\"name\":\"a\",\"id\":1}");
        assertThat(result(
                        "select sum(id) as s from input group by id order by 1 desc nulls last",
                        SqlStepType.Scope.STREAM))
                .containsExactly("{\"s\":\"6\"}", "{\"s\":\"2\"}", "{\"s\":null}");
    }

    @Test
    void seesEachBatchByItselfWhenAskedTo() {
        assertThat(result("select sum(id) as s from input", SqlStepType.Scope.BATCH))
                .containsExactly("{\"s\":\"4\"}", "{\"s\":\"4\"}");
    }

    @Test
    void keepsPositionsOfBatchesThatAreQueriedByThemselves() {
        List<String> positions = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Step step = sql("from input where id > 99", SqlStepType.Scope.BATCH, StepContract.context(allocator))) {
            assertThat(step.rowByRow()).isTrue();
            StepContract.run(
                    step,
                    List.of(Tables.batch(allocator, INPUT, 1, rows()), Tables.batch(allocator, INPUT, 100, rows())),
                    batch -> positions.add(String.valueOf(batch.position())));
        }
        assertThat(positions).hasSize(2).noneMatch("null"::equals);
    }

    @Test
    void computesOverAnEmptyStream() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = sql(
                        "select count(*) as n from input", SqlStepType.Scope.STREAM, StepContract.context(allocator))) {
            List<String> texts = new ArrayList<>();
            StepContract.run(step, List.of(), batch -> texts.addAll(StepContract.texts(batch)));
            assertThat(texts).containsExactly("{\"n\":0}");
        }
    }

    @Test
    void sortsMoreRowsThanItsMemoryHoldsAndLeavesNothingBehind() throws Exception {
        int batches = 80;
        int rowsInBatch = 5_000;
        long rows = 0;
        try (BufferAllocator allocator = new RootAllocator(64 << 20);
                Step step = sql(
                        "from input order by name, id",
                        SqlStepType.Scope.STREAM,
                        "40MiB",
                        StepContract.context(allocator))) {
            for (int number = 0; number < batches; number++) {
                List<@Nullable Object[]> many = new ArrayList<>();
                for (int i = 0; i < rowsInBatch; i++) {
                    long id = (long) number * rowsInBatch + i;
                    many.add(new @Nullable Object[] {
                        id, Long.toHexString(id * 0x9E3779B97F4A7C15L).repeat(10)
                    });
                }
                step.accept(Tables.batch(allocator, INPUT, 1, many), Batch::close);
            }
            long[] out = {0};
            step.end(batch -> {
                out[0] += batch.rowCount();
                batch.close();
            });
            rows = out[0];
        }
        assertThat(rows).isEqualTo((long) batches * rowsInBatch);
        try (java.util.stream.Stream<Path> left = Files.list(folder.resolve("scratch"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysBeforeAnyRowWhatIsWrongWithAQuery() {
        refuses(
                "select idd from input",
                "query: Referenced column \"idd\" not found in FROM clause! (line 1, column 8). "
                        + "Columns: id int64, name string");
        refuses("select id\nfrom inptu", "Table with name inptu does not exist! (line 2, column 6)");
        refuses("insert into input values (1, 'a')", "query: ");
        refuses("select 1; select 2", "syntax error at or near \";\"");
        refuses("from read_text('/etc/passwd')", "file system operations are disabled");
        refuses("from 'https://example.com/x.parquet'", "query: ");
    }

    private void refuses(String query, String message) {
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> sql(query, SqlStepType.Scope.STREAM, StepContract.context(allocator))
                            .close())
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECIPE_UNSUPPORTED))
                    .hasMessageContaining(message);
        }
    }

    @Test
    void saysWhatARowDidNotFit() {
        assertThatThrownBy(() -> result("select name::int as n from input", SqlStepType.Scope.STREAM))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessage("query: Could not convert string 'a' to INT32 when casting from source column name");
    }
}
