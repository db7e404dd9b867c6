package io.datacook.engine.receipt;

/// A column of some rows, whatever their order.
///
/// @param name of the column
/// @param form of its values, see [io.datacook.api.ChecksumForm]
/// @param nulls how many cells are null
/// @param checksum the sum of the other cells' hashes, modulo 2^64
record ColumnSum(String name, String form, long nulls, long checksum) {
    /// Both parts together; parts of two forms can no longer be compared with anything.
    ColumnSum plus(ColumnSum other) {
        String common = form.equals(other.form) ? form : "mixed";
        return new ColumnSum(name, common, nulls + other.nulls, checksum + other.checksum);
    }

    /// `5 nulls, checksum 00ff…`.
    String describe() {
        return "%d nulls, checksum %016x".formatted(nulls, checksum);
    }
}
