package io.datacook.connectors.postgres;

import org.jspecify.annotations.Nullable;

/// A column's type with domains resolved to what they are made of.
///
/// @param oid the type's number in this database
/// @param name the built-in type's name in the catalog, such as `int4`; `enum` for enumerations, `array` for arrays,
///     empty for every type that is not built in
/// @param spelled as `format_type` spells it, such as `numeric(12,2)`
/// @param typmod length or precision as the catalog packs it, or -1
/// @param element of arrays, else `null`
record PostgresType(
        int oid,
        String name,
        String spelled,
        int typmod,
        @Nullable PostgresType element) {
    private static final int HEADER = 4;

    /// The type without length or precision, for casts that must not cut: the catalog's own name of a built-in type,
    /// because `character` and `bit` alone mean a length of 1.
    String base() {
        if (element != null) {
            return element.base() + "[]";
        }
        return name.isEmpty() || name.equals("enum") ? spelled : "pg_catalog." + TableName.quote(name);
    }

    /// Digits of a `numeric(p,s)`, or -1 if it has no precision.
    int precision() {
        return typmod < HEADER ? -1 : ((typmod - HEADER) >> 16) & 0xffff;
    }

    /// Digits after the point of a `numeric(p,s)`; may be negative.
    int scale() {
        int packed = (typmod - HEADER) & 0x7ff;
        return (packed ^ 1024) - 1024;
    }
}
