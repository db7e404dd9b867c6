package io.datacook.connectors.duckdb;

import io.datacook.api.WriteMode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /// The columns that scd2 adds to a target.
    static final String OWN_COLUMNS = FROM + " TIMESTAMPTZ NOT NULL, " + TO + " TIMESTAMPTZ";

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

    /// What applies staged rows in a mode that has keys.
    ///
    /// @param now when versions of this load begin
    List<String> statements(WriteMode mode, Instant now) {
        return switch (mode) {
            case WriteMode.Append _, WriteMode.Replace _ -> List.of();
            case WriteMode.Merge merge -> List.of(merge(merge.deletedColumn()));
            case WriteMode.Scd2 _ -> versions("CAST(" + Sql.text(now.toString()) + " AS TIMESTAMPTZ)");
        };
    }

    private String merge(@Nullable String deleted) {
        String gone = deleted == null ? "" : "s." + Sql.name(deleted);
        String update = others().isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + assignments();
        return "MERGE INTO " + target.sql() + " AS t USING " + winners() + " AS s ON " + sameKey()
                + (deleted == null ? "" : " WHEN MATCHED AND " + gone + " THEN DELETE")
                + update
                + " WHEN NOT MATCHED" + (deleted == null ? "" : " AND " + gone + " IS NOT TRUE")
                + " THEN INSERT (" + Sql.names(columns) + ") VALUES (" + list(columns, name -> "s." + name) + ")";
    }

    /// A version of this very load is corrected in place; an older one ends now where a value differs; keys without a
    /// current version get one.
    private List<String> versions(String now) {
        String current = sameKey() + " AND t." + TO + " IS NULL";
        String insert = "INSERT INTO " + target.sql() + " (" + Sql.names(columns) + ", " + FROM + ") SELECT "
                + list(columns, name -> "s." + name) + ", " + now + " FROM " + winners() + " AS s WHERE NOT EXISTS "
                + "(SELECT 1 FROM " + target.sql() + " AS t WHERE " + current + ")";
        if (others().isEmpty()) {
            return List.of(insert);
        }
        String differs = others().stream()
                .map(Sql::name)
                .map(name -> "t." + name + " IS DISTINCT FROM s." + name)
                .collect(Collectors.joining(" OR ", "(", ")"));
        String update = "UPDATE " + target.sql() + " AS t SET %s FROM " + winners() + " AS s WHERE " + current + " AND "
                + differs + " AND t." + FROM;
        return List.of(
                update.formatted(assignments()) + " >= " + now,
                update.formatted(TO + " = " + now) + " < " + now,
                insert);
    }

    /// The last row of each key.
    private String winners() {
        return "(SELECT * FROM " + staged + " WHERE rowid IN (SELECT max(rowid) FROM " + staged + " GROUP BY "
                + Sql.names(keys) + "))";
    }

    private String sameKey() {
        return keys.stream()
                .map(Sql::name)
                .map(name -> "t." + name + " = s." + name)
                .collect(Collectors.joining(" AND "));
    }

    private String assignments() {
        return list(others(), name -> name + " = s." + name);
    }

    private List<String> others() {
        return columns.stream().filter(name -> !keys.contains(name)).toList();
    }

    private static String list(List<String> names, Function<String, String> spell) {
        return names.stream().map(Sql::name).map(spell).collect(Collectors.joining(", "));
    }
}
