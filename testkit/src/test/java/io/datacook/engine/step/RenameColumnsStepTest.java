package io.datacook.engine.step;

import static io.datacook.testkit.Tables.field;
import static io.datacook.testkit.Tables.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.engine.step.RenameColumnsStep.LetterCase;
import io.datacook.engine.step.RenameColumnsStep.Options;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenameColumnsStepTest implements StepContract {
    @Override
    public Schema input() {
        return schema(field("order_dt", Tables.STRING), field("id", Tables.INT64));
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(new Object[] {"a", 1}, new @Nullable Object[] {null, null}, new Object[] {"b", 2});
    }

    @Override
    public Step open(StepContext context) {
        return open(new Options(Map.of("order_dt", "order_date"), null, null), input(), context);
    }

    @Test
    void renamesWhatTheMappingNamesAndNothingElse() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(StepContract.context(allocator))) {
            assertThat(Outcome.of(step, allocator, input(), rows()).rows())
                    .containsExactly(
                            "{\"order_date\":\"a\",\"id\":1}",
                            "{\"order_date\":null,\"id\":null}",
                            "{\"order_date\":\"b\",\"id\":2}");
        }
    }

    @Test
    void swapsNames() {
        assertThat(names(new Options(Map.of("a", "b", "b", "a"), null, null), "a", "b"))
                .containsExactly("b", "a");
    }

    @Test
    void spellsNamesInSnakeCase() {
        assertThat(names(
                        new Options(Map.of(), LetterCase.SNAKE, null),
                        "OrderDate",
                        "HTTPStatus Code-2",
                        "already_snake",
                        "_private",
                        "Größe (cm)",
                        "id2Name",
                        "???"))
                .containsExactly(
                        "order_date", "http_status_code_2", "already_snake", "_private", "größe_cm", "id2_name", "???");
    }

    @Test
    void prefixesAndCasesLeaveMappedNamesAlone() {
        assertThat(names(new Options(Map.of("a", "X"), LetterCase.LOWER, "src_"), "a", "B"))
                .containsExactly("X", "src_b");
        assertThat(names(new Options(Map.of(), LetterCase.UPPER, null), "aB")).containsExactly("AB");
    }

    @Test
    void anUnknownColumnIsNamedWithTheOnesThereAre() {
        assertThatThrownBy(() -> names(new Options(Map.of("order_date", "x"), null, null), "order_dt", "id"))
                .isInstanceOf(DatacookException.class)
                .hasMessage("mapping names the column 'order_date', which does not come in. Known: order_dt, id."
                        + " Did you mean 'order_dt'?");
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        assertThatThrownBy(() -> names(new Options(Map.of("a", "b"), null, null), "a", "b"))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("two columns would be named 'b'");
        assertThatThrownBy(() -> names(new Options(Map.of("a", " "), null, null), "a"))
                .hasMessageContaining("an empty name");
    }

    private static List<String> names(Options options, String... columns) {
        Schema input = new Schema(List.of(columns).stream()
                .map(name -> field(name, Tables.STRING))
                .toList());
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(options, input, StepContract.context(allocator))) {
            return step.output().getFields().stream().map(f -> f.getName()).toList();
        }
    }

    private static Step open(Options options, Schema input, StepContext context) {
        return new RenameColumnsStep().open(options, input, context);
    }
}
