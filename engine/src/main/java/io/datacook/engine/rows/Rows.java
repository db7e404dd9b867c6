package io.datacook.engine.rows;

import io.datacook.api.Batch;
import io.datacook.api.Reject;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Takes rows by number.
///
/// Stateless; safe for all threads.
public final class Rows {
    private Rows() {}

    /// The rows that stay, as a batch with the original's position; all of them without copying, some of them copied.
    ///
    /// @param batch owned by this method: closed, also after a failure
    /// @param kept numbers of the rows that stay, ascending
    /// @param rejects the rows that do not, added behind the batch's own
    public static Batch select(Batch batch, int[] kept, List<Reject> rejects, BufferAllocator allocator) {
        try (batch;
                NewColumns columns = new NewColumns(allocator)) {
            boolean all = kept.length == batch.rowCount();
            for (int i = 0; i < batch.rows().getFieldVectors().size(); i++) {
                if (all) {
                    columns.move(batch.rows(), i);
                } else {
                    columns.copy(batch.rows(), i, kept);
                }
            }
            return columns.batch(batch, all ? null : kept, rejects);
        }
    }

    /// A copy of some rows, in the given order.
    ///
    /// @param rows untouched, still owned by the caller
    /// @return owned by the caller
    public static VectorSchemaRoot select(VectorSchemaRoot rows, int[] kept, BufferAllocator allocator) {
        VectorSchemaRoot copy = VectorSchemaRoot.create(rows.getSchema(), allocator);
        try {
            for (int i = 0; i < copy.getFieldVectors().size(); i++) {
                FieldVector to = copy.getVector(i);
                to.setInitialCapacity(kept.length);
                to.allocateNew();
                copy(rows.getVector(i), kept, to);
            }
            copy.setRowCount(kept.length);
            return copy;
        } catch (RuntimeException | Error failed) {
            copy.close();
            throw failed;
        }
    }

    /// The numbers below `count` that are not in a set, ascending.
    public static int[] others(BitSet left, int count) {
        int[] kept = new int[count - left.cardinality()];
        int next = 0;
        for (int row = left.nextClearBit(0); row < count; row = left.nextClearBit(row + 1)) {
            kept[next++] = row;
        }
        return kept;
    }

    /// Copies rows by number to the start of a column of the same type.
    static void copy(FieldVector from, int[] rows, FieldVector to) {
        for (int i = 0; i < rows.length; i++) {
            to.copyFromSafe(rows[i], i, from);
        }
        to.setValueCount(rows.length);
    }
}
