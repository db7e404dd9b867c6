package io.datacook.connectors.parquet;

import static io.datacook.testkit.SampleTypes.field;
import static io.datacook.testkit.SampleTypes.map;
import static io.datacook.testkit.SampleTypes.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.parquet.Samples.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final List<Shape> SHAPES = List.of(
            new Shape(0, 20),
            new Shape(0, Long.MAX_VALUE),
            new Shape(0.3, 500),
            new Shape(0.3, Long.MAX_VALUE),
            new Shape(1, 5));

    @TempDir
    Path folder;

    static List<Field> nested() {
        ArrowType list = new ArrowType.List();
        ArrowType struct = new ArrowType.Struct();
        Field text = field("item", new ArrowType.Utf8());
        Field number = field("item", new ArrowType.Int(64, true));
        Field flag = required("flag", new ArrowType.Bool());
        return List.of(
                field("list", list, text),
                field("required elements", list, required("item", new ArrowType.Int(32, true))),
                required("required list", list, number),
                field("large list", new ArrowType.LargeList(), number),
                field("list of lists", list, field("item", list, number)),
                field("struct", struct, field("a", new ArrowType.Int(32, true)), text, flag),
                field("struct of struct", struct, field("in", struct, text, flag), number),
                required("required struct", struct, required("a", new ArrowType.Int(32, true)), text),
                field("list of structs", list, field("item", struct, text, flag)),
                field("deep", list, field("item", struct, field("in", list, text), number)),
                map("map", required("key", new ArrowType.Utf8()), number),
                map("map of lists", required("key", new ArrowType.Int(32, true)), field("value", list, text)),
                field("fixed list", new ArrowType.FixedSizeList(3), number),
                field("list of fixed lists", list, field("item", new ArrowType.FixedSizeList(2), text)),
                Samples.uuid("uuid"));
    }

    static Stream<Field> everyType() {
        return Stream.concat(Samples.leaves().stream(), nested().stream());
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void everyTypeComesBackAsItWas(Field field) throws IOException {
        for (int i = 0; i < SHAPES.size(); i++) {
            for (int rows : new int[] {1, 7, 8, 9, 127, 128, 129, 3000}) {
                roundTrip(new Schema(List.of(field)), Compression.SNAPPY, SHAPES.get(i), rows, i * 1000L + rows);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "BROTLI", mode = EnumSource.Mode.EXCLUDE)
    void everyCodecKeepsEveryType(Compression compression) throws IOException {
        Schema schema = new Schema(everyType().toList());
        for (int i = 0; i < SHAPES.size(); i++) {
            roundTrip(schema, compression, SHAPES.get(i), 2000, i);
        }
    }

    @Test
    void requiredColumnsComeBackAsRequired() throws IOException {
        Schema schema = new Schema(Samples.leaves().stream()
                .filter(field -> !(field.getType() instanceof ArrowType.Null))
                .map(field -> required(field.getName(), field.getType()))
                .toList());
        roundTrip(schema, Compression.ZSTD, SHAPES.get(1), 500, 7);
    }

    @Test
    void whatTheDestinationSaysItStoresIsWhatComesBack() {
        Schema schema = new Schema(everyType().toList());

        assertThat(FileSchema.stored(schema).getFields()).isEqualTo(schema.getFields());
    }

    private void roundTrip(Schema schema, Compression compression, Shape shape, int rows, long seed)
            throws IOException {
        Path file = folder.resolve("round.parquet");
        try (BufferAllocator allocator = new RootAllocator()) {
            List<VectorSchemaRoot> written = new ArrayList<>();
            Samples samples = new Samples(seed, shape);
            // three batches, small pages and row groups: pages, chunks and batches end at different rows
            for (int batch = 0; batch < 3; batch++) {
                written.add(samples.rows(schema, rows + batch, allocator));
            }
            WriteSettings settings =
                    new WriteSettings(compression, 0, 1 << 20, 2L * rows, 1500, 8192, 8192, 0, List.of());
            try (StagedOutput out = StagedOutput.create(file);
                    ParquetFileWriter writer = new ParquetFileWriter(out, schema, settings, allocator)) {
                written.forEach(writer::write);
                writer.finish();
            }
            compare(file, written, allocator);
            written.forEach(VectorSchemaRoot::close);
        }
    }

    private static void compare(Path file, List<VectorSchemaRoot> written, BufferAllocator allocator)
            throws IOException {
        OpenFile open = OpenFile.of(SourceFile.of(file, "round.parquet"));
        Schema schema = open.schema().arrow();
        assertThat(schema.getFields()).isEqualTo(written.getFirst().getSchema().getFields());
        List<VectorSchemaRoot> read = new ArrayList<>();
        int batch = 0;
        int at = 0;
        try (RangeInput input = open.source().open()) {
            for (int group = 0; group < open.groups().size(); group++) {
                GroupReader reader = new GroupReader(open, group, schema, input, allocator);
                while (reader.rowsLeft() > 0) {
                    VectorSchemaRoot expected = written.get(batch);
                    int rows = (int) Math.min(Math.min(reader.rowsLeft(), 611), expected.getRowCount() - at);
                    try (VectorSchemaRoot part = reader.read(rows);
                            VectorSchemaRoot slice = sliced(expected, at, rows)) {
                        equal(part, slice);
                    }
                    at += rows;
                    if (at == expected.getRowCount()) {
                        batch++;
                        at = 0;
                    }
                }
            }
        }
        assertThat(batch).isEqualTo(written.size());
        read.forEach(VectorSchemaRoot::close);
    }

    private static VectorSchemaRoot sliced(VectorSchemaRoot root, int at, int rows) {
        if (at == 0 && rows == root.getRowCount()) {
            return new VectorSchemaRoot(root.getFieldVectors().stream()
                    .map(vector -> {
                        org.apache.arrow.vector.util.TransferPair pair = vector.getTransferPair(vector.getAllocator());
                        pair.splitAndTransfer(0, rows);
                        return (org.apache.arrow.vector.FieldVector) pair.getTo();
                    })
                    .toList());
        }
        return root.slice(at, rows);
    }

    private static void equal(VectorSchemaRoot read, VectorSchemaRoot written) {
        for (int i = 0; i < written.getFieldVectors().size(); i++) {
            assertThat(VectorEqualsVisitor.vectorEquals(read.getVector(i), written.getVector(i), (left, right) -> true))
                    .as("column %s%n%s%n%s", written.getVector(i).getField(), read.getVector(i), written.getVector(i))
                    .isTrue();
        }
    }
}
