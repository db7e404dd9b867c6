package io.datacook.engine.stage;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A stream of small batches of one column `id`, for tests of the stages above it.
final class ListStream implements BatchStream {
    static final Schema SCHEMA =
            new Schema(List.of(new Field("id", FieldType.nullable(new ArrowType.Int(64, true)), null)));

    final List<Position> acknowledged = new ArrayList<>();
    private final Iterator<Batch> batches;
    private final List<Batch> all;
    private final @Nullable RuntimeException failure;
    private boolean closed;

    private ListStream(List<Batch> batches, @Nullable RuntimeException failure) {
        this.all = batches;
        this.batches = batches.iterator();
        this.failure = failure;
    }

    /// Batches with the given numbers of rows, counting ids from 1.
    static ListStream of(BufferAllocator allocator, int... rows) {
        return new ListStream(batches(allocator, rows), null);
    }

    /// The same, and a failure after the last batch.
    static ListStream failing(BufferAllocator allocator, RuntimeException failure, int... rows) {
        return new ListStream(batches(allocator, rows), failure);
    }

    private static List<Batch> batches(BufferAllocator allocator, int... rows) {
        List<Batch> batches = new ArrayList<>();
        long id = 1;
        for (int count : rows) {
            VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
            BigIntVector ids = (BigIntVector) root.getVector(0);
            ids.allocateNew(count);
            for (int row = 0; row < count; row++) {
                ids.set(row, id + row);
            }
            root.setRowCount(count);
            id += count;
            batches.add(new Batch(
                    root, Position.of("row", id - 1), Origin.consecutive("list", "row", id - count), List.of()));
        }
        return batches;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public @Nullable Batch next() {
        if (batches.hasNext()) {
            return batches.next();
        }
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    @Override
    public void acknowledge(Position committed) {
        acknowledged.add(committed);
    }

    /// Frees every batch, those that were handed out included: freeing twice is harmless.
    @Override
    public void close() {
        closed = true;
        all.forEach(Batch::close);
    }
}
