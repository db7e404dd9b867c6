package io.datacook.pod;

import io.datacook.api.Batch;
import io.datacook.api.CursorRange;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.Upstream;
import io.datacook.engine.stage.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// An upstream that gives the same batch of about 100 bytes a row again and again.
record BenchRows(VectorSchemaRoot rows) implements Upstream, Feed {
    /// Ids, a number, and three texts.
    static VectorSchemaRoot make(int count, BufferAllocator allocator) {
        Schema schema = new Schema(List.of(
                Field.nullable("id", new ArrowType.Int(64, true)),
                Field.nullable("at", new ArrowType.Int(64, true)),
                Field.nullable("value", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                Field.nullable("city", new ArrowType.Utf8()),
                Field.nullable("name", new ArrowType.Utf8()),
                Field.nullable("note", new ArrowType.Utf8())));
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        root.allocateNew();
        for (int row = 0; row < count; row++) {
            for (FieldVector vector : root.getFieldVectors()) {
                switch (vector) {
                    case BigIntVector longs -> longs.setSafe(row, row * 31L);
                    case Float8Vector doubles -> doubles.setSafe(row, row / 7.0);
                    case VarCharVector texts ->
                        texts.setSafe(
                                row,
                                (vector.getName() + " of the row " + row % 1000).getBytes(StandardCharsets.UTF_8));
                    default -> throw new IllegalStateException(vector.getName());
                }
            }
        }
        root.setRowCount(count);
        return root;
    }

    static long bytes(VectorSchemaRoot root) {
        return root.getFieldVectors().stream()
                .mapToLong(FieldVector::getBufferSize)
                .sum();
    }

    @Override
    public List<StreamInfo> discover(StreamRecipe stream) {
        return List.of(info());
    }

    private StreamInfo info() {
        return new StreamInfo("b", new TreeMap<>(), rows.getSchema(), List.of(), -1, -1);
    }

    @Override
    public Feed open(StreamRecipe stream) {
        return this;
    }

    @Override
    public Info describe() {
        return new Info(info(), rows.getSchema(), Set.of(), false);
    }

    @Override
    public @Nullable String cursorMax(String column) {
        return null;
    }

    @Override
    public List<Split> splits(@Nullable CursorRange range) {
        return List.of();
    }

    @Override
    public SplitRows read(Split split, Position from, @Nullable CursorRange range) {
        return new SplitRows() {
            private int given;

            @Override
            public Counted counted() {
                return Counted.NONE;
            }

            @Override
            public Schema schema() {
                return rows.getSchema();
            }

            @Override
            public @Nullable Batch next() {
                if (given++ == LinkBench.BATCHES) {
                    return null;
                }
                return new Batch(
                        rows.slice(0, rows.getRowCount()),
                        Position.of("batch", given),
                        Origin.consecutive("b", "row", 1),
                        List.of());
            }

            @Override
            public void acknowledge(Position committed) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Validation.Finding> finish() {
        return List.of();
    }

    @Override
    public void close() {}
}
