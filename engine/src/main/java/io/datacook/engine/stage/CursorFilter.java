package io.datacook.engine.stage;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.CursorValues;
import io.datacook.api.Position;
import io.datacook.engine.rows.Rows;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Keeps the rows of a cursor range where the source cannot do it by itself, and knows the largest value it has seen.
///
/// Rows without a cursor value are left out, as [CursorRange] says. **Threading:** one thread at a time, but
/// [#cursorMax] by any.
public final class CursorFilter implements BatchStream {
    private final BatchStream left;
    private final CursorRange range;
    private final BufferAllocator allocator;
    private final ArrowType type;
    private final CursorTest test;
    private volatile @Nullable String cursorMax;

    /// @param range of a column that the left stream has, of a type that [CursorValues#supports]
    public CursorFilter(BatchStream left, CursorRange range, BufferAllocator allocator) {
        this.left = left;
        this.range = range;
        this.allocator = allocator;
        this.type = left.schema().findField(range.column()).getType();
        this.test = CursorTest.of(type, range);
    }

    @Override
    public Schema schema() {
        return left.schema();
    }

    @Override
    public @Nullable Batch next() {
        Batch batch = left.next();
        if (batch == null || batch.rowCount() == 0) {
            return batch;
        }
        FieldVector cursors = batch.rows().getVector(range.column());
        int[] kept = new int[batch.rowCount()];
        int count = 0;
        int largest = -1;
        for (int row = 0; row < kept.length; row++) {
            if (!cursors.isNull(row) && test.keeps(cursors, row)) {
                kept[count++] = row;
                if (largest < 0 || test.isLater(cursors, row, largest)) {
                    largest = row;
                }
            }
        }
        if (largest >= 0) {
            cursorMax = CursorValues.max(type, cursorMax, CursorValues.text(cursors, largest));
        }
        return Rows.select(batch, Arrays.copyOf(kept, count), List.of(), allocator);
    }

    /// The largest cursor value among the rows kept so far, or `null` if there were none.
    public @Nullable String cursorMax() {
        return cursorMax;
    }

    @Override
    public void acknowledge(Position committed) {
        left.acknowledge(committed);
    }

    @Override
    public void close() {
        left.close();
    }
}
