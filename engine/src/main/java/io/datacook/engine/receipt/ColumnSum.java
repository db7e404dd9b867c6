package io.datacook.engine.receipt;

/// A column of some rows, whatever their order.
///
/// @param name of the column
/// @param kind what its values have in common
/// @param nulls how many cells are null
/// @param checksum the sum of the other cells' hashes, modulo 2^64
record ColumnSum(String name, Kind kind, long nulls, long checksum) {
    /// Both parts together.
    ColumnSum plus(ColumnSum other) {
        return new ColumnSum(name, kind, nulls + other.nulls, checksum + other.checksum);
    }

    /// `5 nulls, checksum 00ff…`.
    String describe() {
        return "%d nulls, checksum %016x".formatted(nulls, checksum);
    }
}
