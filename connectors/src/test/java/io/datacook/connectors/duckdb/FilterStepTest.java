package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilterStepTest implements StepContract {
    private static final Schema INPUT =
            Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));

    @Override
    public Schema input() {
        return INPUT;
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(
                new @Nullable Object[] {1L, "a"},
                new @Nullable Object[] {2L, "17"},
                new @Nullable Object[] {null, null},
                new @Nullable Object[] {3L, "x"});
    }

    @Override
    public Step open(StepContext context) {
        return filter("id >= 2", context);
    }

    @Override
    public boolean keepsAllRows() {
        return false;
    }

    private static Step filter(String where, StepContext context) {
        return new FilterStepType().open(new FilterStepType.Options(where), INPUT, context);
    }

    private Outcome filtered(String where) {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = filter(where, StepContract.context(allocator))) {
            return Outcome.of(step, allocator, INPUT, rows());
        }
    }

    @Test
    void keepsTheRowsForWhichTheConditionIsTrueWithTheirNumbers() {
        Outcome outcome = filtered("id >= 2");

        assertThat(outcome.rows()).containsExactly("{\"id\":2,\"name\":\"17\"}", "{\"id\":3,\"name\":\"x\"}");
        assertThat(outcome.origins()).containsExactly("table row 2", "table row 4");
    }

    @Test
    void keepsAllRowsWithoutCopyingAndNoneAtAll() {
        assertThat(filtered("true").rows()).hasSize(4);
        assertThat(filtered("id > 99").rows()).isEmpty();
        assertThat(filtered("id > 1 -- a comment").rows()).hasSize(2);
    }

    @Test
    void rejectsTheRowsThatTheConditionFailsOn() {
        Outcome outcome = filtered("cast(name as integer) = 17");

        assertThat(outcome.rows()).containsExactly("{\"id\":2,\"name\":\"17\"}");
        assertThat(outcome.rejects()).hasSize(2);
        assertThat(outcome.rejects().getFirst().place()).isEqualTo("table row 1");
        assertThat(outcome.rejects().getFirst().reason()).startsWith("Could not convert string 'a' to INT32");
        assertThat(outcome.rejects().getFirst().record()).isEqualTo("{\"id\":1,\"name\":\"a\"}");
    }

    @Test
    void saysBeforeAnyRowWhatIsWrongWithACondition() {
        refuses(
                "nmae = 'a'",
                "where: Referenced column \"nmae\" not found in FROM clause! (line 1, column 1). "
                        + "Columns: id int64, name string");
        refuses("id >", "where: syntax error at or near \")\"");
        refuses("sum(id) > 1", "where: WHERE clause cannot contain aggregates! (line 1, column 1)");
        refuses("id > 1 and\n  row_number() over () = 1", "cannot contain window functions! (line 2, column 3)");
        refuses("id", "where: 'id' gives int64, not true or false; compare it with something, such as id > 0");
        refuses("id > 1); drop table x; select (1", "where: syntax error");
        refuses("exists (from read_csv('/etc/passwd'))", "file system operations are disabled");
    }

    private static void refuses(String where, String message) {
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(
                            () -> filter(where, StepContract.context(allocator)).close())
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECIPE_UNSUPPORTED))
                    .hasMessageContaining(message);
        }
    }
}
