package io.datacook.engine.step;

import static io.datacook.engine.step.Steps.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.Reject;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.TypeNames;
import io.datacook.engine.step.ExplodeStep.Empty;
import io.datacook.engine.step.ExplodeStep.Options;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplodeStepTest implements StepContract {
    private static final ExplodeStep EXPLODE = new ExplodeStep();
    private static final Schema INPUT = new Schema(List.of(
            TypeNames.parse("id", "int64"),
            TypeNames.parse("lines", "list<struct<sku: string, tags: list<string>>>"),
            TypeNames.parse("note", "string")));

    @Override
    public Schema input() {
        return INPUT;
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(
                row(1, List.of(line("a", "x", "y"), line("b"), line("c", "z")), "one"),
                row(null, null, null),
                row(3, List.of(), "three"),
                row(4, Arrays.asList(line("d"), null), "four"));
    }

    @Override
    public boolean keepsAllRows() {
        return false;
    }

    @Override
    public boolean addsRows() {
        return true;
    }

    @Override
    public Step open(StepContext context) {
        return ExplodeStep.open(options(List.of(), "place", Empty.KEEP), INPUT, context, 2, Long.MAX_VALUE);
    }

    @Test
    void eachElementBecomesARowWithItsParentsColumns() {
        Outcome outcome = Steps.run(EXPLODE, options(List.of(), "place", Empty.DROP), INPUT, rows());

        assertThat(outcome.rows())
                .containsExactly(
                        "{\"id\":1,\"lines\":{\"sku\":\"a\",\"tags\":[\"x\",\"y\"]},\"place\":0,\"note\":\"one\"}",
                        "{\"id\":1,\"lines\":{\"sku\":\"b\",\"tags\":[]},\"place\":1,\"note\":\"one\"}",
                        "{\"id\":1,\"lines\":{\"sku\":\"c\",\"tags\":[\"z\"]},\"place\":2,\"note\":\"one\"}",
                        "{\"id\":4,\"lines\":{\"sku\":\"d\",\"tags\":[]},\"place\":0,\"note\":\"four\"}",
                        "{\"id\":4,\"lines\":null,\"place\":1,\"note\":\"four\"}");
        assertThat(outcome.origins())
                .containsExactly("table row 1", "table row 1", "table row 1", "table row 4", "table row 4");
    }

    @Test
    void parentsWithoutElementsStayWhereAskedAndOnlyNamedColumnsDo() {
        Outcome outcome = Steps.run(
                EXPLODE,
                options(List.of("id"), "place", Empty.KEEP),
                INPUT,
                List.of(row(1, List.of(), "x"), row(2, null, "y"), row(3, List.of(line("a")), "z")));

        assertThat(outcome.rows())
                .containsExactly(
                        "{\"id\":1,\"lines\":null,\"place\":null}",
                        "{\"id\":2,\"lines\":null,\"place\":null}",
                        "{\"id\":3,\"lines\":{\"sku\":\"a\",\"tags\":[]},\"place\":0}");
    }

    @Test
    void onlyTheLastBatchHasThePositionAndOnlyTheFirstTheRejects() {
        // 5 rows, 2 a batch by rows, 1 a batch by bytes
        assertThat(parts(2, Long.MAX_VALUE)).containsExactly("2 rows, 1 rejects", "2 rows", "1 rows to 4");
        assertThat(parts(100, 1)).containsExactly("1 rows, 1 rejects", "1 rows", "1 rows", "1 rows", "1 rows to 4");
        assertThat(parts(100, Long.MAX_VALUE)).containsExactly("5 rows, 1 rejects to 4");
    }

    @Test
    void largeMapsAndFixedListsAreExplodedToo() {
        assertThat(types("large_list<int32>")).containsExactly("int32");
        assertThat(types("list<int32>(3)")).containsExactly("int32");
        assertThat(types("map<string, int32>").getFirst()).startsWith("struct<key");
    }

    @Test
    void wrongOptionsAreExplained() {
        assertThatThrownBy(() -> Steps.output(EXPLODE, new Options("note", List.of(), null, Empty.DROP), INPUT))
                .hasMessageContaining("column 'note' is string; explode takes lists and maps only");
        assertThatThrownBy(() -> Steps.output(EXPLODE, new Options("line", List.of(), null, Empty.DROP), INPUT))
                .hasMessageContaining("Did you mean 'lines'?");
        assertThatThrownBy(() -> Steps.output(EXPLODE, options(List.of("idd"), null, Empty.DROP), INPUT))
                .hasMessageContaining("keep names the column 'idd'");
        assertThatThrownBy(() -> Steps.output(EXPLODE, options(List.of(), "id", Empty.DROP), INPUT))
                .hasMessageContaining("two columns would be named 'id'");
    }

    private List<String> parts(int rowsMax, long bytesMax) {
        List<String> parts = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Step step = ExplodeStep.open(
                        options(List.of(), null, Empty.DROP),
                        INPUT,
                        StepContract.context(allocator),
                        rowsMax,
                        bytesMax)) {
            Batch table = Tables.batch(allocator, INPUT, 1, rows());
            Reject earlier = new Reject("read", "table row 0", null, null, "torn", "x");
            Batch given = new Batch(table.rows(), table.position(), table.origin(), List.of(earlier));
            StepContract.run(
                    step,
                    List.of(given),
                    batch -> parts.add(batch.rowCount() + " rows"
                            + (batch.rejects().isEmpty()
                                    ? ""
                                    : ", " + batch.rejects().size() + " rejects")
                            + (batch.position() == null
                                    ? ""
                                    : " to " + batch.position().number("row"))));
        }
        return parts;
    }

    private static List<String> types(String list) {
        Schema schema = new Schema(List.of(TypeNames.parse("l", list)));
        return Steps.output(EXPLODE, new Options("l", List.of(), null, Empty.DROP), schema).stream()
                .map(TypeNames::name)
                .toList();
    }

    private static Options options(List<String> keep, @Nullable String position, Empty empty) {
        return new Options("lines", keep, position, empty);
    }

    private static Map<String, Object> line(String sku, String... tags) {
        return Map.of("sku", sku, "tags", List.of(tags));
    }
}
