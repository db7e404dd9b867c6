package io.datacook.connectors.postgres;

import io.datacook.api.ChecksumForm;
import org.jspecify.annotations.Nullable;

/// How the server hashes the values of a column, see [ChecksumForm].
///
/// @param column quoted
/// @param form the word of what is hashed
/// @param hash an expression over the column
record ColumnChecksum(String column, String form, String hash) {
    private static final int DIGITS_OF_LONG = 18;

    /// The way of a column, or `null` if the server has none: then rows are read back, or only nulls compared.
    static @Nullable ColumnChecksum of(Column column) {
        String name = "t." + TableName.quote(column.name());
        return switch (column.type().name()) {
            case "int2", "int4", "int8" -> with(name, ChecksumForm.NUMBER, "hashint8extended(%s::bigint, 0)");
            case "float4", "float8" -> with(name, ChecksumForm.FLOAT, "hashfloat8extended(%s::float8, 0)");
            case "bool" -> with(name, ChecksumForm.BOOL, "hashint8extended(%s::int::bigint, 0)");
            case "date" -> with(name, ChecksumForm.DATE, "hashint8extended((%s - DATE '1970-01-01')::bigint, 0)");
            case "time" -> with(name, ChecksumForm.TIME, "time_hash_extended(%s, 0)");
            case "timestamp" -> with(name, ChecksumForm.TIMESTAMP, "timestamp_hash_extended(%s, 0)");
            case "timestamptz" ->
                with(name, ChecksumForm.TIMESTAMP, "timestamp_hash_extended(%s AT TIME ZONE 'UTC', 0)");
            case "text", "varchar" -> with(name, ChecksumForm.TEXT, "hashtextextended(%s::text COLLATE \"C\", 0)");
            case "uuid" -> with(name, ChecksumForm.UUID, "uuid_hash_extended(%s, 0)");
            case "bytea" -> with(name, ChecksumForm.BINARY, "hashtextextended(encode(%s, 'hex') COLLATE \"C\", 0)");
            case "numeric" -> decimal(column.type(), name);
            default -> null;
        };
    }

    private static ColumnChecksum with(String column, String form, String hash) {
        return new ColumnChecksum(column, form, hash.formatted(column));
    }

    private static @Nullable ColumnChecksum decimal(PostgresType type, String name) {
        if (type.precision() < 0) {
            return null;
        }
        int scale = Math.max(0, type.scale());
        String whole = scale == 0 ? name : "(" + name + " * 1" + "0".repeat(scale) + ")";
        String hash = "hashint8extended(" + whole + "::bigint, 0)";
        int digits = type.precision() - Math.min(0, type.scale());
        if (digits > DIGITS_OF_LONG) {
            hash = "CASE WHEN %s BETWEEN %d AND %d THEN %s ELSE hashtextextended(%s::text COLLATE \"C\", 0) END"
                    .formatted(whole, Long.MIN_VALUE, Long.MAX_VALUE, hash, name);
        }
        return new ColumnChecksum(name, ChecksumForm.decimal(scale), hash);
    }

    /// Two expressions: how many values there are, and their hashes' sum.
    String sums() {
        return "count(" + column + "), sum(" + hash + ")::text";
    }
}
