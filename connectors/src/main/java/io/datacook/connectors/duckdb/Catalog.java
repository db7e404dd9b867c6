package io.datacook.connectors.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// What a database file holds, from DuckDB's system tables; Datacook's own tables are left out.
///
/// Stateless; a connection serves one thread.
final class Catalog {
    /// Names of Datacook's own tables and columns begin so.
    static final String OWN = "_datacook_";

    private static final String RELATIONS = "SELECT schema_name, table_name AS name, estimated_size AS size FROM "
            + "duckdb_tables() WHERE NOT internal AND database_name = current_database() UNION ALL SELECT schema_name, "
            + "view_name, -1 FROM duckdb_views() WHERE NOT internal AND database_name = current_database()";

    private Catalog() {}

    /// A table or view.
    ///
    /// @param rowsEstimate -1 for views, whose rows have no numbers
    record Relation(TableName name, long rowsEstimate) {
        /// Whether rows are numbered.
        boolean isTable() {
            return rowsEstimate >= 0;
        }
    }

    /// All tables and views, sorted by schema and name.
    static List<Relation> relations(DuckDBConnection connection) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT * FROM (" + RELATIONS + ") ORDER BY schema_name, name");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                if (!result.getString(2).startsWith(OWN)) {
                    relations.add(
                            new Relation(new TableName(result.getString(1), result.getString(2)), result.getLong(3)));
                }
            }
        }
        return relations;
    }

    /// A table or view, or `null` if there is none of this name.
    static @Nullable Relation find(DuckDBConnection connection, TableName name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM (" + RELATIONS + ") WHERE schema_name = ? AND name = ?")) {
            statement.setString(1, name.schema());
            statement.setString(2, name.table());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? new Relation(name, result.getLong(3)) : null;
            }
        }
    }

    /// The columns of a table or view as they are given out, with their nullability.
    static List<ExchangeColumn> columns(DuckDBConnection connection, TableName name) throws SQLException {
        Set<String> notNull = new HashSet<>(texts(
                connection,
                "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ? "
                        + "AND table_name = ? AND NOT is_nullable",
                name));
        return DuckResult.describe(connection, "SELECT * FROM " + name.sql()).stream()
                .map(column -> notNull.contains(column.field().getName()) ? column.notNull() : column)
                .toList();
    }

    /// The names of a table's columns, in order.
    static List<String> columnNames(DuckDBConnection connection, TableName name) throws SQLException {
        return texts(
                connection,
                "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ? "
                        + "AND table_name = ? ORDER BY column_index",
                name);
    }

    /// The columns of the primary key, in its order; empty if there is none.
    static List<String> primaryKey(DuckDBConnection connection, TableName name) throws SQLException {
        return texts(
                connection,
                "SELECT unnest(constraint_column_names) FROM duckdb_constraints() WHERE database_name = "
                        + "current_database() AND schema_name = ? AND table_name = ? AND constraint_type = "
                        + "'PRIMARY KEY'",
                name);
    }

    private static List<String> texts(DuckDBConnection connection, String sql, TableName name) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    texts.add(result.getString(1));
                }
            }
        }
        return texts;
    }
}
