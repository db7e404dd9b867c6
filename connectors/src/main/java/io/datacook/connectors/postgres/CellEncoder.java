package io.datacook.connectors.postgres;

import org.apache.arrow.vector.FieldVector;

/// Writes cells of one vector, length first, as binary COPY wants them.
@FunctionalInterface
interface CellEncoder {
    /// Writes a cell that is not null.
    ///
    /// @throws BadCell if the column's type has no such value
    void put(int row, CopyBuffer out);

    /// Makes an encoder for the vector of a batch.
    @FunctionalInterface
    interface Binder {
        CellEncoder bind(FieldVector vector);
    }
}
