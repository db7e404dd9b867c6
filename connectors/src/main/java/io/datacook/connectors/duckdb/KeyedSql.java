package io.datacook.connectors.duckdb;

import io.datacook.api.WriteMode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The statements that bring staged rows into a target by key: merge and scd2.
///
/// @param target what is changed
/// @param staged the rows, in the order they came; the last one of a key counts
/// @param columns of the staged rows
/// @param keys the columns that identify a row
record KeyedSql(TableName target, String staged, List<String> columns, List<String> keys) {
    private static final String FROM = Sql.name(Catalog.OWN + "valid_from");
    private static final String TO = Sql.name(Catalog.OWN + "valid_to");

    private static final String KEPT = "temp." + Sql.name(Catalog.OWN + "kept");

    /// The columns that scd2 adds to a target.
    static final String OWN_COLUMNS = FROM + " TIMESTAMPTZ NOT NULL, " + TO + " TIMESTAMPTZ";

    /// That a version is the present one.
    static final String CURRENT = TO + " IS NULL";

    /// Whether a column of a target is Datacook's own, which streams do not have.
    static boolean isOwn(String column) {
        return FROM.equals(Sql.name(column)) || TO.equals(Sql.name(column));
    }

    /// The key columns of a mode, none if it has no keys.
    static List<String> keys(WriteMode mode) {
        return switch (mode) {
            case WriteMode.Append _, WriteMode.Replace _ -> List.of();
            case WriteMode.Merge merge -> merge.keys();
            case WriteMode.Scd2 versions -> versions.keys();
        };
    }

    /// The same statements over other rows.
    KeyedSql from(String otherRows) {
        return new KeyedSql(target, otherRows, columns, keys);
    }

    /// Fills a table with the staged rows of every so many keys, in their order.
    ///
    /// @param part from 0 on
    String part(String table, long part, long parts) {
        return "CREATE OR REPLACE TEMP TABLE " + table.substring(table.indexOf('.') + 1) + " AS SELECT * FROM " + staged
                + " WHERE hash(" + Sql.names(keys) + ") % " + parts + " = " + part;
    }

    /// What applies staged rows in a mode that has keys.
    ///
    /// @param now when versions of this load begin
    /// @param kept columns of the target that the stream does not have
    List<String> statements(WriteMode mode, Instant now, List<String> kept) {
        return switch (mode) {
            case WriteMode.Append _, WriteMode.Replace _ -> List.of();
            case WriteMode.Merge merge -> merge(merge.deletedColumn(), kept);
            case WriteMode.Scd2 _ -> versions("CAST(" + Sql.text(now.toString()) + " AS TIMESTAMPTZ)", kept);
        };
    }

    /// Rows are deleted and inserted, since DuckDB's updates keep every old value in memory until the commit: a million
    /// rows need a tenth of the memory and time so.
    private List<String> merge(@Nullable String deleted, List<String> kept) {
        String alive = deleted == null ? "" : "s." + Sql.name(deleted) + " IS NOT TRUE";
        String delete = "DELETE FROM " + target.sql() + " AS t USING " + staged + " AS s WHERE " + sameKey("t", "s");
        if (kept.isEmpty()) {
            return List.of(delete, insert(List.of()) + (deleted == null ? "" : " WHERE " + alive));
        }
        List<String> old = Stream.concat(keys.stream(), kept.stream()).toList();
        String and = deleted == null ? "" : " AND " + alive;
        return List.of(
                "CREATE TEMP TABLE " + KEPT + " AS SELECT " + Sql.names(old) + " FROM " + target.sql()
                        + " AS t WHERE EXISTS (SELECT 1 FROM " + staged + " AS s WHERE " + sameKey("t", "s") + ")",
                delete,
                insert(kept) + " JOIN " + KEPT + " AS k ON " + sameKey("k", "s") + and,
                insert(List.of()) + " WHERE NOT EXISTS (SELECT 1 FROM " + KEPT + " AS k WHERE " + sameKey("k", "s")
                        + ")" + and,
                "DROP TABLE " + KEPT);
    }

    private String insert(List<String> kept) {
        String more = kept.isEmpty() ? "" : ", ";
        return "INSERT INTO " + target.sql() + " (" + Sql.names(columns) + more + Sql.names(kept) + ") SELECT "
                + list(columns, name -> "s." + name) + more + list(kept, name -> "k." + name) + " FROM " + winners()
                + " AS s";
    }

    /// Current versions that differ are taken out and put back with their end, unless they are of this very load; then
    /// keys without a current version get one.
    private List<String> versions(String now, List<String> kept) {
        String current = sameKey("t", "s") + " AND t." + TO + " IS NULL";
        String insert = "INSERT INTO " + target.sql() + " (" + Sql.names(columns) + ", " + FROM + ") SELECT "
                + list(columns, name -> "s." + name) + ", " + now + " FROM " + winners() + " AS s WHERE NOT EXISTS "
                + "(SELECT 1 FROM " + target.sql() + " AS t WHERE " + current + ")";
        if (others().isEmpty()) {
            return List.of(insert);
        }
        List<String> all = Stream.concat(columns.stream(), kept.stream().filter(name -> !isOwn(name)))
                .toList();
        String differs = others().stream()
                .map(Sql::name)
                .map(name -> "t." + name + " IS DISTINCT FROM s." + name)
                .collect(Collectors.joining(" OR ", "(", ")"));
        return List.of(
                "CREATE TEMP TABLE " + KEPT + " AS SELECT t.* FROM " + target.sql() + " AS t JOIN " + winners()
                        + " AS s ON " + current + " AND " + differs,
                "DELETE FROM " + target.sql() + " AS t USING " + KEPT + " AS s WHERE " + current,
                "INSERT INTO " + target.sql() + " (" + Sql.names(all) + ", " + FROM + ", " + TO + ") SELECT "
                        + Sql.names(all) + ", " + FROM + ", " + now + " FROM " + KEPT + " WHERE " + FROM + " < " + now,
                insert,
                "DROP TABLE " + KEPT);
    }

    /// The last row of each key.
    private String winners() {
        return "(SELECT * FROM " + staged + " WHERE rowid IN (SELECT max(rowid) FROM " + staged + " GROUP BY "
                + Sql.names(keys) + "))";
    }

    private String sameKey(String left, String right) {
        return keys.stream()
                .map(Sql::name)
                .map(name -> left + "." + name + " = " + right + "." + name)
                .collect(Collectors.joining(" AND "));
    }

    private List<String> others() {
        return columns.stream().filter(name -> !keys.contains(name)).toList();
    }

    private static String list(List<String> names, Function<String, String> spell) {
        return names.stream().map(Sql::name).map(spell).collect(Collectors.joining(", "));
    }
}
