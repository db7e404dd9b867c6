package io.datacook.engine.step;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Step;
import io.datacook.engine.rows.KeySet;
import io.datacook.engine.rows.Rows;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Hands rows on whose key is new; the split's last position comes behind all of them.
final class KeepFirst implements Step {
    private final Schema schema;
    private final int[] places;
    private final KeySet seen;
    private final ByteSize bytesMax;
    private final BufferAllocator allocator;
    private @Nullable Position last;
    private @Nullable Origin origin;

    KeepFirst(Schema schema, int[] places, KeySet seen, ByteSize bytesMax, BufferAllocator allocator) {
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
        Batch unplaced;
        BitSet again = new BitSet();
        try {
            last = batch.position() == null ? last : batch.position();
            origin = batch.origin();
            seen.bind(DeduplicateStep.keys(batch, places));
            for (int row = 0; row < batch.rowCount(); row++) {
                long known = seen.put(row, 0);
                if (known == KeySet.FULL) {
                    throw DeduplicateStep.full("keys of deduplicate", bytesMax)
                            .at(batch.origin().describe(row));
                }
                again.set(row, known != KeySet.NEW);
            }
            unplaced = new Batch(batch.rows(), null, batch.origin(), batch.rejects());
        } catch (RuntimeException | Error failed) {
            batch.close();
            throw failed;
        }
        out.accept(Rows.select(unplaced, Rows.others(again, unplaced.rowCount()), List.of(), allocator));
    }

    @Override
    public void end(Consumer<Batch> out) {
        Origin from = origin;
        if (from != null) {
            VectorSchemaRoot none = VectorSchemaRoot.create(schema, allocator);
            none.setRowCount(0);
            out.accept(new Batch(none, last, from.select(new int[0]), List.of()));
        }
    }

    @Override
    public void close() {}
}
