package io.datacook.engine.link;

import static io.datacook.testkit.SampleTypes.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.engine.link.LinkOptions.Compression;
import io.datacook.engine.stage.SplitRows.Counted;
import io.datacook.engine.stage.TransformChain.StepCount;
import io.datacook.testkit.SampleTypes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Batches come out of frames as they went in: every Arrow type, every part of a batch.
class BatchFramesTest {
    private static final int ROWS = 67;

    record Case(String name, Field field, Compression compression) {
        @Override
        public String toString() {
            return name + " " + compression;
        }
    }

    private static List<ArrowType> plain() {
        List<ArrowType> types = new ArrayList<>(SampleTypes.leaves());
        for (IntervalUnit unit : IntervalUnit.values()) {
            types.add(new ArrowType.Interval(unit));
        }
        return types;
    }

    static List<Case> cases() {
        List<Field> fields = new ArrayList<>();
        plain().forEach(type -> fields.add(Field.nullable("c", type)));
        Field text = Field.nullable("item", new ArrowType.Utf8());
        Field number = Field.nullable("number", new ArrowType.Int(32, true));
        fields.add(field("c", new ArrowType.List(), text));
        fields.add(field("c", new ArrowType.LargeList(), text));
        fields.add(field("c", new ArrowType.FixedSizeList(3), number));
        fields.add(field("c", new ArrowType.Struct(), text, number));
        fields.add(field(
                "c",
                new ArrowType.List(),
                field("item", new ArrowType.Struct(), text, field("more", new ArrowType.List(), number))));
        Field key = SampleTypes.required("key", new ArrowType.Utf8());
        fields.add(SampleTypes.map("c", key, number));
        fields.add(field("c", new ArrowType.Union(UnionMode.Dense, new int[] {0, 1}), text, number));
        fields.add(new Field(
                "c",
                new FieldType(
                        true,
                        new ArrowType.Int(16, true),
                        new DictionaryEncoding(7, false, new ArrowType.Int(16, true))),
                List.of()));
        List<Case> cases = new ArrayList<>();
        for (Compression compression : Compression.values()) {
            fields.forEach(field -> cases.add(new Case(field.toString(), field, compression)));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyArrowTypeComesThrough(Case one) {
        Schema schema = new Schema(List.of(one.field()));
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot expected = Vectors.filled(schema, ROWS, allocator);
                Batch sent = batch(Vectors.filled(schema, ROWS, allocator));
                Frame frame = BatchCodec.frame(sent, Counted.NONE, one.compression())) {

            Schema told = schemaOverTheWire(schema);
            try (Batch got = read(frame, told, allocator).batch()) {
                assertThat(told).isEqualTo(schema);
                assertThat(got.rowCount()).isEqualTo(ROWS);
                for (int i = 0; i < schema.getFields().size(); i++) {
                    FieldVector vector = got.rows().getVector(i);
                    assertThat(VectorEqualsVisitor.vectorEquals(vector, expected.getVector(i)))
                            .as(vector.toString())
                            .isTrue();
                }
            }
        }
    }

    private static Schema schemaOverTheWire(Schema schema) {
        MetaWriter out = new MetaWriter();
        AnswerCodec.schema(out, schema);
        List<Received> frames = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                FrameReader reader = new FrameReader(allocator, frames::add);
                Frame frame = AnswerCodec.frame(out)) {
            frame.buffers().forEach(reader::accept);
        }
        return AnswerCodec.schema(frames.getFirst().reader());
    }

    private static BatchCodec.Read read(Frame frame, Schema schema, BufferAllocator allocator) {
        List<Received> frames = new ArrayList<>();
        try (FrameReader reader = new FrameReader(allocator, frames::add)) {
            frame.buffers().forEach(reader::accept);
            assertThat(reader.isBetweenFrames()).isTrue();
        }
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().bytes()).isEqualTo(frame.bytes());
        return new BatchCodec(schema, allocator).read(frames.getFirst());
    }

    private static Batch batch(VectorSchemaRoot rows) {
        return new Batch(rows, null, Origin.consecutive("t", "row", 1), List.of());
    }

    @Test
    void positionOriginRejectsAndCountsComeThrough() {
        Schema schema = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
        Counted counted =
                new Counted(5, 1L << 40, "2026-11-21", List.of(new StepCount("cast", 5, 4)), Map.of("extract", 123L));
        Reject reject = new Reject("read", "ä.csv line 7", null, "x", "a reason", "{\"ö\":\"…\"}");
        try (BufferAllocator allocator = new RootAllocator()) {
            Batch sent = new Batch(
                    Vectors.filled(schema, 4, allocator),
                    new Position(new TreeMap<>(Map.of("offset", "77", "line", "8"))),
                    Origin.listed("ä.csv", "line", new long[] {2, 3, 5, 8}),
                    List.of(reject));
            try (Frame frame = BatchCodec.frame(sent, counted, Compression.NONE)) {
                BatchCodec.Read read = read(frame, schema, allocator);
                try (Batch got = read.batch()) {
                    assertThat(got.position()).isEqualTo(sent.position());
                    assertThat(got.origin()).isEqualTo(sent.origin());
                    assertThat(got.rejects()).containsExactly(reject);
                    assertThat(read.counted()).isEqualTo(counted);
                }
            }
        }
    }

    @Test
    void aBatchWithoutRowsComesThrough() {
        Schema schema = new Schema(List.of(Field.nullable("t", new ArrowType.Utf8())));
        try (BufferAllocator allocator = new RootAllocator();
                Frame frame =
                        BatchCodec.frame(batch(Vectors.filled(schema, 0, allocator)), Counted.NONE, Compression.ZSTD);
                Batch got = read(frame, schema, allocator).batch()) {
            assertThat(got.rowCount()).isZero();
        }
    }

    @Test
    void bytesThatAreNoFrameAndChangedBytesAreNoticed() {
        try (BufferAllocator allocator = new RootAllocator();
                Frame frame = Frame.of(FrameType.ANSWER, new MetaWriter().text("hello"))) {
            byte[] bytes = new byte[(int) frame.bytes()];
            ByteBuffer.wrap(bytes).put(frame.buffers().getFirst());
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 0x40;
                assertThat(problem(changed, allocator)).as("byte " + i).isNotNull();
            }
            byte[] http = "HTTP/1.1 200 OK\r\nServer: something".getBytes(StandardCharsets.US_ASCII);
            assertThat(problem(http, allocator)).contains("no frame");
        }
    }

    private static String problem(byte[] bytes, BufferAllocator allocator) {
        List<Received> frames = new ArrayList<>();
        try (FrameReader reader = new FrameReader(allocator, frames::add)) {
            reader.accept(ByteBuffer.wrap(bytes));
            return frames.isEmpty() ? "not whole" : "taken for whole";
        } catch (io.datacook.api.DatacookException noticed) {
            return String.valueOf(noticed.getMessage());
        }
    }
}
