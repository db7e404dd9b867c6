package io.datacook.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of the rows that a target already has.
public sealed interface WriteMode {
    /// Rows are added.
    record Append() implements WriteMode {}

    /// All rows are exchanged, at once, when the window ends.
    record Replace() implements WriteMode {}

    /// Rows are updated by key, the rest inserted; the last row of a key within a load wins.
    ///
    /// @param keys columns that identify a row, at least one; none may hold nulls
    /// @param deletedColumn a boolean column that marks rows deleted at the source, or `null`; such rows are
    ///     removed
    record Merge(List<String> keys, @Nullable String deletedColumn) implements WriteMode {
        public Merge {
            keys = List.copyOf(keys);
        }
    }

    /// Each change of a row becomes a version with `_datacook_valid_from` (inclusive) and `_datacook_valid_to`
    /// (exclusive, null while current).
    ///
    /// @param keys columns that identify a row, at least one
    record Scd2(List<String> keys) implements WriteMode {
        public Scd2 {
            keys = List.copyOf(keys);
        }
    }

    /// As recipes spell it.
    default String word() {
        return switch (this) {
            case Append() -> "append";
            case Replace() -> "replace";
            case Merge _ -> "merge";
            case Scd2 _ -> "scd2";
        };
    }
}
