package io.datacook.api;

import java.util.List;

/// What a system added up over the visible rows of one window, see [ChecksumForm].
///
/// @param rows how many there are
/// @param columns those it could compute exactly
public record VisibleSums(long rows, List<Column> columns) {
    public VisibleSums {
        columns = List.copyOf(columns);
    }

    /// One column.
    ///
    /// @param name of the column
    /// @param form of its values, a word of [ChecksumForm]; sums of different forms are never compared
    /// @param nulls how many cells are null
    /// @param checksum the sum of the other cells' hashes, modulo 2^64
    public record Column(String name, String form, long nulls, long checksum) {}
}
