package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.Reject;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Keeps some rows of a batch.
///
/// Stateless; safe for all threads.
final class RowSelection {
    private RowSelection() {}

    /// The rows that stay, with the batch's position; all of them without copying.
    ///
    /// @param batch owned by this method, also after a failure
    /// @param kept numbers of the rows that stay, ascending
    /// @param rejects of rows that do not, behind the batch's own
    static Batch of(Batch batch, int[] kept, List<Reject> rejects, BufferAllocator allocator) {
        List<Reject> all = new ArrayList<>(batch.rejects());
        all.addAll(rejects);
        if (kept.length == batch.rowCount()) {
            return new Batch(batch.rows(), batch.position(), batch.origin(), all);
        }
        try (batch) {
            return new Batch(
                    copy(batch.rows(), kept, allocator),
                    batch.position(),
                    batch.origin().select(kept),
                    all);
        }
    }

    private static VectorSchemaRoot copy(VectorSchemaRoot rows, int[] kept, BufferAllocator allocator) {
        VectorSchemaRoot copy = VectorSchemaRoot.create(rows.getSchema(), allocator);
        try {
            for (int column = 0; column < copy.getFieldVectors().size(); column++) {
                FieldVector from = rows.getVector(column);
                FieldVector to = copy.getVector(column);
                to.setInitialCapacity(kept.length);
                to.allocateNew();
                for (int i = 0; i < kept.length; i++) {
                    to.copyFromSafe(kept[i], i, from);
                }
                to.setValueCount(kept.length);
            }
            copy.setRowCount(kept.length);
            return copy;
        } catch (RuntimeException | Error failed) {
            copy.close();
            throw failed;
        }
    }
}
