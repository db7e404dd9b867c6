package io.datacook.engine.step;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.Step;
import io.datacook.engine.rows.KeySet;
import io.datacook.engine.rows.Rows;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/// Holds all rows until the end, then hands on those whose key does not come again.
final class KeepLast implements Step {
    private final Schema schema;
    private final int[] places;
    private final KeySet seen;
    private final ByteSize bytesMax;
    private final BufferAllocator allocator;
    private final Deque<Batch> held = new ArrayDeque<>();
    private final BitSet overtaken = new BitSet();
    private long heldBytes;
    private int heldRows;

    KeepLast(Schema schema, int[] places, KeySet seen, ByteSize bytesMax, BufferAllocator allocator) {
        this.schema = schema;
        this.places = places;
        this.seen = seen;
        this.bytesMax = bytesMax;
        this.allocator = allocator;
    }

    @Override
    public Schema output() {
        return schema;
    }

    @Override
    public boolean rowByRow() {
        return false;
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        held.add(batch);
        heldBytes += batch.bytes();
        if (heldBytes > bytesMax.bytes()) {
            throw DeduplicateStep.full("rows that deduplicate with keep: last holds", bytesMax)
                    .at(batch.origin().toString());
        }
        seen.bind(DeduplicateStep.keys(batch, places));
        for (int row = 0; row < batch.rowCount(); row++) {
            long known = seen.exchange(row, heldRows + row);
            if (known == KeySet.FULL) {
                throw DeduplicateStep.full("keys of deduplicate", bytesMax)
                        .at(batch.origin().describe(row));
            }
            if (known != KeySet.NEW) {
                overtaken.set((int) known);
            }
        }
        heldRows = Math.addExact(heldRows, batch.rowCount());
    }

    @Override
    public void end(Consumer<Batch> out) {
        int first = 0;
        while (!held.isEmpty()) {
            Batch batch = held.removeFirst();
            int count = batch.rowCount();
            BitSet left = overtaken.get(first, first + count);
            first += count;
            Batch placed = held.isEmpty() ? batch : new Batch(batch.rows(), null, batch.origin(), batch.rejects());
            out.accept(Rows.select(placed, Rows.others(left, count), List.of(), allocator));
        }
    }

    @Override
    public void close() {
        held.forEach(Batch::close);
        held.clear();
    }
}
