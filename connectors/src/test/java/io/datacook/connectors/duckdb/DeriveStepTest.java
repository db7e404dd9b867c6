package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeriveStepTest implements StepContract {
    private static final Schema INPUT =
            Tables.schema(Tables.field("price", Tables.INT64), Tables.field("name", Tables.STRING));

    @Override
    public Schema input() {
        return INPUT;
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(
                new @Nullable Object[] {5L, "a"}, new @Nullable Object[] {null, null}, new @Nullable Object[] {-1L, "7"
                });
    }

    @Override
    public Step open(StepContext context) {
        return derive(context, "twice", "price * 2", "name", "upper(name)", "good", "price > 0");
    }

    private static Step derive(StepContext context, String... columns) {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            expressions.put(columns[i], columns[i + 1]);
        }
        return new DeriveStepType().open(new DeriveStepType.Options(expressions), INPUT, context);
    }

    private Outcome derived(String... columns) {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = derive(StepContract.context(allocator), columns)) {
            return Outcome.of(step, allocator, INPUT, rows());
        }
    }

    @Test
    void addsAndReplacesColumnsFromTheColumnsAsTheyComeIn() {
        assertThat(derived("twice", "price * 2", "name", "name || price", "good", "price > 0")
                        .rows())
                .containsExactly(
                        "{\"price\":5,\"name\":\"a5\",\"twice\":10,\"good\":true}",
                        "{\"price\":null,\"name\":null,\"twice\":null,\"good\":null}",
                        "{\"price\":-1,\"name\":\"7-1\",\"twice\":-2,\"good\":false}");
    }

    @Test
    void givesTypesThatArrowHasNoNameForInTheNearestOne() {
        assertThat(derived("price", "price::hugeint", "name", "[true, false]")
                        .rows()
                        .getFirst())
                .isEqualTo("{\"price\":\"5\",\"name\":[true,false]}");
    }

    @Test
    void rejectsTheRowsThatAnExpressionFailsOn() {
        Outcome outcome = derived("number", "name::bigint");

        assertThat(outcome.rows())
                .containsExactly(
                        "{\"price\":null,\"name\":null,\"number\":null}", "{\"price\":-1,\"name\":\"7\",\"number\":7}");
        assertThat(outcome.rejects()).hasSize(1);
        assertThat(outcome.rejects().getFirst().stage()).isEqualTo("derive");
        assertThat(outcome.origins()).containsExactly("table row 2", "table row 3");
    }

    @Test
    void saysBeforeAnyRowWhatIsWrongWithAnExpression() {
        refuses("columns.x: Referenced column \"pirce\" not found", "x", "pirce + 1", "y", "1");
        refuses("columns: WHERE clause cannot contain aggregates!", "x", "max(price)");
        refuses("columns: ", "x", "unnest([1, 2])");
        refuses("columns is empty");
    }

    private static void refuses(String message, String... columns) {
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() ->
                            derive(StepContract.context(allocator), columns).close())
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECIPE_UNSUPPORTED))
                    .hasMessageContaining(message);
        }
    }
}
