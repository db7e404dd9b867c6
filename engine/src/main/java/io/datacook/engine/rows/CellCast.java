package io.datacook.engine.rows;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// A way to turn cells of one type into cells of another, found once for a column by [Casts].
@FunctionalInterface
public interface CellCast {
    /// Prepares the cast for the columns of one batch.
    ///
    /// @param from read only
    /// @param to written cell by cell, grown where needed
    Bound bind(FieldVector from, FieldVector to);

    /// A cast of two given columns.
    @FunctionalInterface
    interface Bound {
        /// Casts one cell that is not null into the same row of the other column, which stays as it was on failure.
        ///
        /// @return `null`, or why the value does not fit: a sentence that holds the value and what is allowed
        @Nullable
        String cast(int row);
    }
}
