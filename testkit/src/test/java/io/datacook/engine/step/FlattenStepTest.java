package io.datacook.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Step;
import io.datacook.api.TypeNames;
import io.datacook.engine.step.FlattenStep.Lists;
import io.datacook.engine.step.FlattenStep.Options;
import io.datacook.testkit.StepContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class FlattenStepTest {
    private static final Schema INPUT = new Schema(List.of(
            TypeNames.parse("id", "int32"),
            TypeNames.parse("s", "struct<a: int32, t: struct<b: int32>>"),
            TypeNames.parse("l", "list<int32>")));

    @Test
    void fieldsOfStructsBecomeColumnsAndNullStructsNulls() {
        assertThat(run(new Options(List.of(), "_", 64, Lists.KEEP)))
                .containsExactly(
                        "{\"id\":1,\"s_a\":10,\"s_t_b\":100,\"l\":[1,2]}",
                        "{\"id\":2,\"s_a\":null,\"s_t_b\":null,\"l\":null}",
                        "{\"id\":3,\"s_a\":30,\"s_t_b\":null,\"l\":[]}");
    }

    @Test
    void depthSeparatorAndListsAreOptions() {
        assertThat(run(new Options(List.of("s"), ".", 1, Lists.KEEP)).getFirst())
                .isEqualTo("{\"id\":1,\"s.a\":10,\"s.t\":{\"b\":100},\"l\":[1,2]}");
        assertThat(run(new Options(List.of(), "_", 64, Lists.JSON)).getFirst()).endsWith("\"l\":\"[1,2]\"}");
        assertThat(Steps.output(new FlattenStep(), new Options(List.of(), "_", 64, Lists.JSON), INPUT))
                .extracting(TypeNames::name)
                .containsExactly("int32", "int32", "int32", "json");
    }

    @Test
    void clashesAndWrongOptionsAreRefused() {
        Schema clash = new Schema(List.of(TypeNames.parse("s_a", "int8"), TypeNames.parse("s", "struct<a: int8>")));
        assertThatThrownBy(() -> Steps.output(new FlattenStep(), new Options(List.of(), "_", 64, Lists.KEEP), clash))
                .hasMessageContaining("two columns would be named 's_a'");
        assertThatThrownBy(() -> new Options(List.of(), "_", 0, Lists.KEEP)).hasMessageContaining("depth is 0");
    }

    private static List<String> run(Options options) {
        List<String> texts = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Step step = new FlattenStep().open(options, INPUT, StepContract.context(allocator))) {
            List<Field> announced = step.output().getFields();
            StepContract.run(step, List.of(batch(allocator)), batch -> {
                assertThat(batch.schema().getFields()).isEqualTo(announced);
                texts.addAll(StepContract.texts(batch));
            });
        }
        return texts;
    }

    private static Batch batch(BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(INPUT, allocator);
        root.allocateNew();
        StructVector outer = (StructVector) root.getVector("s");
        StructVector inner = outer.getChild("t", StructVector.class);
        for (int row = 0; row < 3; row++) {
            ((IntVector) root.getVector("id")).setSafe(row, row + 1);
            outer.getChild("a", IntVector.class).setSafe(row, (row + 1) * 10);
            inner.getChild("b", IntVector.class).setSafe(row, (row + 1) * 100);
            inner.setIndexDefined(row);
            outer.setIndexDefined(row);
        }
        // the second struct is null though its fields hold values; the third's inner one is
        outer.setNull(1);
        inner.setNull(2);
        UnionListWriter writer = ((ListVector) root.getVector("l")).getWriter();
        writer.setPosition(0);
        writer.startList();
        writer.integer().writeInt(1);
        writer.integer().writeInt(2);
        writer.endList();
        writer.setPosition(2);
        writer.startList();
        writer.endList();
        root.setRowCount(3);
        return new Batch(root, Position.of("row", 3), Origin.consecutive("t", "row", 1), List.of());
    }
}
