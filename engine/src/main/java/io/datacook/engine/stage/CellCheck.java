package io.datacook.engine.stage;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// What the cells of one column must hold to, prepared once for a stream.
@FunctionalInterface
interface CellCheck {
    /// Prepares the check for the column of one batch.
    Bound bind(FieldVector column);

    /// A check of one given column.
    @FunctionalInterface
    interface Bound {
        /// Looks at one cell that is not null.
        ///
        /// @return `null`, or why the cell breaks the rule: a sentence with the value and what is allowed
        @Nullable
        String problem(int row);
    }
}
