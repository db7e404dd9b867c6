package io.datacook.connectors.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads system tables: one statement for all tables, or for one.
final class Catalog {
    /// One row for each column, tables in order of their names, with the table's own facts repeated.
    private static final String WANTED = """
            WITH RECURSIVE wanted AS (
                SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples, c.relam
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE""";

    private static final String COLUMNS = """
            ), leaves AS (
                SELECT oid AS root, oid FROM wanted
                UNION ALL
                SELECT l.root, i.inhrelid FROM leaves l JOIN pg_catalog.pg_inherits i ON i.inhparent = l.oid
            ), heaps AS (
                SELECT l.root,
                       sum(pg_catalog.pg_relation_size(c.oid)) AS bytes,
                       max(pg_catalog.pg_relation_size(c.oid)) / current_setting('block_size')::bigint AS pages,
                       sum(greatest(c.reltuples, 0)) AS tuples,
                       bool_and(c.relkind = 'p' OR (c.relkind IN ('r', 'm')
                           AND c.relam = (SELECT oid FROM pg_catalog.pg_am WHERE amname = 'heap'))) AS paged,
                       bool_and(c.reltuples < 0 AND c.relkind <> 'p') AS unknown
                FROM leaves l JOIN pg_catalog.pg_class c ON c.oid = l.oid GROUP BY l.root
            )
            SELECT w.oid, w.nspname, w.relname, w.relkind, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
                   pg_catalog.format_type(a.atttypid, a.atttypmod) AS spelled,
                   CASE WHEN h.unknown OR w.relkind = 'v' THEN -1 ELSE h.tuples::bigint END AS rows_estimate,
                   CASE WHEN w.relkind IN ('v', 'f') THEN -1 ELSE h.bytes::bigint END AS bytes,
                   CASE WHEN h.paged THEN h.pages ELSE -1 END AS pages,
                   (SELECT array_agg(k.attname ORDER BY p.ordinality)
                    FROM pg_catalog.pg_index x, unnest(x.indkey) WITH ORDINALITY AS p(number, ordinality)
                    JOIN pg_catalog.pg_attribute k ON k.attnum = p.number
                    WHERE x.indrelid = w.oid AND x.indisprimary AND k.attrelid = w.oid) AS primary_key
            FROM wanted w JOIN heaps h ON h.root = w.oid
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY w.nspname COLLATE "C", w.relname COLLATE "C", a.attnum""";

    private static final String ALL = """
            c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
                AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'
                AND c.relname NOT LIKE '\\_datacook\\_%'
                AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')""";

    private final Session session;
    private final TypeCatalog types;

    Catalog(Session session, TypeCatalog types) {
        this.session = session;
        this.types = types;
    }

    /// All tables and views this user may read, sorted by schema and name; system and Datacook's own ones left out.
    List<TableInfo> tables() {
        return read(ALL);
    }

    /// One table, or `null` if it does not exist or may not be seen.
    @Nullable
    TableInfo table(TableName name) {
        List<TableInfo> found = name.schema() == null
                ? read("c.oid = pg_catalog.to_regclass(?)", name.quoted())
                : read(
                        "n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
                        name.schema(),
                        name.table());
        return found.isEmpty() ? null : found.getFirst();
    }

    /// The columns a query gives. Plans it; reads no row.
    List<Column> columnsOf(String query) {
        return session.metaData("SELECT * FROM (" + query + "\n) AS datacook_query LIMIT 0", this::columns);
    }

    private List<Column> columns(ResultSetMetaData meta) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            long oid = session.query(
                            "SELECT pg_catalog.to_regtype(?)::oid::bigint", row -> row.getLong(1), typeName(meta, i))
                    .getFirst();
            int typmod = meta.getPrecision(i) > 0 && meta.getColumnTypeName(i).endsWith("numeric")
                    ? ((meta.getPrecision(i) << 16) | (meta.getScale(i) & 0x7ff)) + 4
                    : -1;
            String spelled = session.query(
                            "SELECT pg_catalog.format_type(?::bigint::oid, ?)", row -> row.getString(1), oid, typmod)
                    .getFirst();
            columns.add(new Column(meta.getColumnLabel(i), types.resolve(oid, typmod, spelled), false));
        }
        return columns;
    }

    private static String typeName(ResultSetMetaData meta, int column) throws SQLException {
        String name = meta.getColumnTypeName(column);
        // The driver calls integers behind a sequence `serial`, which is no type.
        return switch (name) {
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            case "smallserial" -> "int2";
            default -> name;
        };
    }

    private List<TableInfo> read(String condition, @Nullable Object... values) {
        List<TableInfo> tables = new ArrayList<>();
        List<Line> group = new ArrayList<>();
        for (Line line : session.query(WANTED + " " + condition + COLUMNS, this::line, values)) {
            if (!group.isEmpty() && group.getFirst().oid() != line.oid()) {
                tables.add(gather(group));
                group.clear();
            }
            group.add(line);
        }
        if (!group.isEmpty()) {
            tables.add(gather(group));
        }
        return tables;
    }

    private record Line(long oid, TableInfo table, @Nullable Column column) {}

    private Line line(ResultSet row) throws SQLException {
        TableInfo table = new TableInfo(
                new TableName(row.getString("nspname"), row.getString("relname")),
                List.of(),
                strings(row.getArray("primary_key")),
                row.getLong("rows_estimate"),
                row.getLong("bytes"),
                row.getLong("pages"));
        String name = row.getString("attname");
        if (name == null) {
            return new Line(row.getLong("oid"), table, null);
        }
        PostgresType type = types.resolve(row.getLong("atttypid"), row.getInt("atttypmod"), row.getString("spelled"));
        return new Line(row.getLong("oid"), table, new Column(name, type, row.getBoolean("attnotnull")));
    }

    private static TableInfo gather(List<Line> lines) {
        TableInfo first = lines.getFirst().table();
        List<Column> columns = new ArrayList<>();
        for (Line line : lines) {
            if (line.column() != null) {
                columns.add(line.column());
            }
        }
        return new TableInfo(
                first.name(), columns, first.primaryKey(), first.rowsEstimate(), first.bytes(), first.pages());
    }

    private static List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
