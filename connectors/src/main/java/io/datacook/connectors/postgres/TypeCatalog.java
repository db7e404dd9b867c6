package io.datacook.connectors.postgres;

import java.util.HashMap;
import java.util.Map;

/// The types of one database, read once.
///
/// Row types of tables are left out: they are many, and become text like every type that is not listed.
final class TypeCatalog {
    private static final String QUERY = """
            SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod,
                   CASE WHEN t.typcategory = 'A' AND t.typlen = -1 THEN t.typelem ELSE 0 END AS element,
                   n.nspname = 'pg_catalog' AS builtin, format_type(t.oid, NULL) AS spelled
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
            WHERE t.typtype <> 'c' AND (e.oid IS NULL OR e.typtype <> 'c')""";

    private record Entry(
            long oid, String name, String kind, long base, int typmod, long element, boolean builtin, String spelled) {}

    private final Map<Long, Entry> entries = new HashMap<>();
    private final Map<String, Entry> bySpelling = new HashMap<>();

    /// Reads `pg_type`.
    TypeCatalog(Session session) {
        session.query(
                        QUERY,
                        row -> new Entry(
                                row.getLong("oid"),
                                row.getString("typname"),
                                row.getString("typtype"),
                                row.getLong("typbasetype"),
                                row.getInt("typtypmod"),
                                row.getLong("element"),
                                row.getBoolean("builtin"),
                                row.getString("spelled")))
                .forEach(entry -> {
                    entries.put(entry.oid(), entry);
                    if (entry.builtin()) {
                        bySpelling.put(entry.name(), entry);
                    }
                });
    }

    /// The type of a column.
    ///
    /// @param spelled the column's type as `format_type` has it with the column's own length or precision
    PostgresType resolve(long oid, int typmod, String spelled) {
        Entry entry = entries.get(oid);
        if (entry == null) {
            return new PostgresType((int) oid, "", spelled, -1, null);
        }
        if (entry.kind().equals("d")) {
            Entry base = entries.get(entry.base());
            return resolve(entry.base(), entry.typmod(), base == null ? spelled : base.spelled());
        }
        if (entry.element() != 0) {
            Entry element = entries.get(entry.element());
            PostgresType of = resolve(entry.element(), typmod, element == null ? "" : element.spelled());
            return new PostgresType((int) oid, "array", spelled, typmod, of);
        }
        String name = entry.kind().equals("e") ? "enum" : entry.builtin() ? entry.name() : "";
        return new PostgresType((int) oid, name, spelled, typmod, null);
    }

    /// A built-in type by its catalog name, such as `int4` or `_int4`.
    PostgresType builtin(String name) {
        Entry entry = bySpelling.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("PostgreSQL has no type " + name);
        }
        return resolve(entry.oid(), -1, entry.spelled());
    }
}
