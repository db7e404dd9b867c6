package io.datacook.connectors.duckdb;

import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/// Makes and changes the tables of a load: the target, and in replace mode its shadow, which no reader knows.
///
/// All methods run inside a transaction of the caller.
final class TargetTable {
    private static final String SHADOW = Catalog.OWN + "shadow_";
    private static final String KEYS = Catalog.OWN + "keys_";

    private final TableName target;
    private final TableName shadow;
    private final String own;
    private final TableName keys;

    /// @param stream recipe and stream, so that loads of others keep their shadows
    /// @param window whose shadow this is
    TargetTable(TableName target, String stream, String window) {
        this.target = target;
        this.own = digest(stream + "\n" + target.text()) + "_";
        this.shadow = target.beside(SHADOW + own + digest(window));
        this.keys = target.beside(KEYS + own + digest(window));
    }

    /// The table readers know.
    TableName target() {
        return target;
    }

    /// The table that [#swap] puts in the target's place.
    TableName shadow() {
        return shadow;
    }

    /// The table that gathers the window's keys.
    TableName keys() {
        return keys;
    }

    /// Makes a target where it is absent, and changes it.
    void prepare(DuckDBConnection connection, WriteMode mode, Schema schema, List<SchemaChange> changes)
            throws SQLException {
        if (Catalog.find(connection, target) == null) {
            create(connection, target, created(schema, changes), mode);
        }
        change(connection, target, changes);
    }

    /// Makes an empty shadow with the target's columns and the changes, unless this window has one already.
    void prepareShadow(DuckDBConnection connection, WriteMode mode, Schema schema, List<SchemaChange> changes)
            throws SQLException {
        if (Catalog.find(connection, shadow) != null) {
            return;
        }
        if (Catalog.find(connection, target) == null) {
            create(connection, shadow, created(schema, changes), mode);
        } else {
            execute(connection, "CREATE TABLE " + shadow.sql() + " (" + String.join(", ", columns(connection)) + ")");
        }
        change(connection, shadow, changes);
    }

    /// Removes the shadows and keys of other windows.
    void sweep(DuckDBConnection connection) throws SQLException {
        List<String> garbage = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ? "
                        + "AND (starts_with(table_name, ?) OR starts_with(table_name, ?)) AND table_name NOT IN (?, ?)")) {
            statement.setString(1, target.schema());
            statement.setString(2, SHADOW + own);
            statement.setString(3, KEYS + own);
            statement.setString(4, shadow.table());
            statement.setString(5, keys.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    garbage.add(result.getString(1));
                }
            }
        }
        for (String table : garbage) {
            execute(connection, "DROP TABLE " + target.beside(table).sql());
        }
    }

    /// Puts the shadow in the target's place.
    void swap(DuckDBConnection connection) throws SQLException {
        execute(connection, "DROP TABLE IF EXISTS " + target.sql());
        execute(connection, "ALTER TABLE " + shadow.sql() + " RENAME TO " + Sql.name(target.table()));
    }

    private static Schema created(Schema schema, List<SchemaChange> changes) {
        for (SchemaChange change : changes) {
            if (change instanceof SchemaChange.Create(Schema wanted)) {
                return wanted;
            }
        }
        return schema;
    }

    private static void create(DuckDBConnection connection, TableName table, Schema schema, WriteMode mode)
            throws SQLException {
        String own = mode instanceof WriteMode.Scd2 ? ", " + KeyedSql.OWN_COLUMNS : "";
        execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Sql.name(table.schema()));
        execute(connection, "CREATE TABLE " + table.sql() + " (" + DuckTypes.columns(schema) + own + ")");
    }

    private static void change(DuckDBConnection connection, TableName table, List<SchemaChange> changes)
            throws SQLException {
        for (SchemaChange change : changes) {
            String alter = "ALTER TABLE " + table.sql() + " ";
            switch (change) {
                case SchemaChange.Create _ -> {}
                case SchemaChange.AddColumn(Field field) ->
                    execute(
                            connection,
                            alter + "ADD COLUMN IF NOT EXISTS " + Sql.name(field.getName()) + " "
                                    + DuckTypes.name(field));
                case SchemaChange.Widen widen ->
                    execute(
                            connection,
                            alter + "ALTER COLUMN " + Sql.name(widen.to().getName()) + " SET DATA TYPE "
                                    + DuckTypes.name(widen.to()));
                case SchemaChange.DropNotNull(Field field) ->
                    execute(connection, alter + "ALTER COLUMN " + Sql.name(field.getName()) + " DROP NOT NULL");
            }
        }
    }

    /// The target's columns as CREATE TABLE spells them, with defaults.
    private List<String> columns(DuckDBConnection connection) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT column_name, data_type, is_nullable, column_default FROM duckdb_columns() WHERE database_name "
                        + "= current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index")) {
            statement.setString(1, target.schema());
            statement.setString(2, target.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String column = Sql.name(result.getString(1)) + " " + result.getString(2);
                    String value = result.getString(4);
                    columns.add(column
                            + (result.getBoolean(3) ? "" : " NOT NULL")
                            + (value == null ? "" : " DEFAULT (" + value + ")"));
                }
            }
        }
        return columns;
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
