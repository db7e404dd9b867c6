package io.datacook.connectors.csv;

import io.datacook.connectors.files.TextOutput;
import org.apache.arrow.vector.FieldVector;

/// Spells the cells of one column.
///
/// Rows are loaded in runs into arrays of the heap, then written one by one. **Threading:** one thread.
abstract class CellWriter {
    /// Rows in a run at most.
    static final int RUN_MAX = 1_024;

    private final byte[] validity = new byte[RUN_MAX / 8 + 2];
    private int validityShift;
    private boolean anyNull;

    /// Loads the next run.
    final void load(FieldVector vector, int from, int count) {
        anyNull = vector.getNullCount() > 0;
        if (anyNull) {
            long first = from >> 3;
            long last = (from + count - 1L) >> 3;
            vector.getValidityBuffer().getBytes(first, validity, 0, (int) (last - first + 1));
            validityShift = from & 7;
        }
        loadValues(vector, from, count);
    }

    final boolean isNull(int row) {
        int bit = row + validityShift;
        return anyNull && (validity[bit >> 3] & (1 << (bit & 7))) == 0;
    }

    abstract void loadValues(FieldVector vector, int from, int count);

    /// Writes a cell of the run that is not null.
    ///
    /// @param row its number within the run
    abstract void write(TextOutput out, int row);
}
