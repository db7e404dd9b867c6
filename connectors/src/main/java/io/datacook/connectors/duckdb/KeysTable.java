package io.datacook.connectors.duckdb;

import io.datacook.api.VisibleKeys;
import io.datacook.api.WriteMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// The keys that one window brought, beside the target: what the receipt of a load by key is made from.
///
/// Each epoch adds its rows' keys in its own transaction, so the list is as complete as the rows are. All methods run
/// inside a transaction of the caller.
///
/// @param target what is loaded
/// @param table of the keys
/// @param keys the columns that identify a row
record KeysTable(TableName target, TableName table, List<String> keys) {
    private static final String GONE = Sql.name(Catalog.OWN + "gone");

    /// The statement that makes it where it is absent.
    String create() {
        return "CREATE TABLE IF NOT EXISTS " + table.sql() + " AS SELECT " + Sql.names(keys) + ", false AS " + GONE
                + " FROM " + target.sql() + " LIMIT 0";
    }

    /// The statement that adds the keys of staged rows, in their order, before any of them gives way to another.
    String add(String staged, WriteMode mode) {
        String deleted = mode instanceof WriteMode.Merge merge ? merge.deletedColumn() : null;
        String gone = deleted == null ? "false" : Sql.name(deleted) + " IS TRUE";
        return "INSERT INTO " + table.sql() + " SELECT " + Sql.names(keys) + ", " + gone + " FROM " + staged
                + " ORDER BY rowid";
    }

    /// How many rows came, and how many keys are to be found in the target.
    VisibleKeys count(DuckDBConnection connection) throws SQLException {
        String query = "SELECT (SELECT count(*) FROM " + table.sql() + "), count(*) FILTER (WHERE NOT gone) FROM "
                + "(SELECT arg_max(" + GONE + ", rowid) AS gone FROM " + table.sql() + " GROUP BY " + Sql.names(keys)
                + ")";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return new VisibleKeys(result.getLong(1), result.getLong(2));
        }
    }

    /// That a row `t` of the target has one of the keys.
    String matches() {
        return "EXISTS (SELECT 1 FROM " + table.sql() + " AS k WHERE "
                + keys.stream()
                        .map(Sql::name)
                        .map(key -> "k." + key + " = t." + key)
                        .collect(Collectors.joining(" AND "))
                + ")";
    }
}
