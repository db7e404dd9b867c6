package io.datacook.connectors.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// `_datacook_loads`: where a target ended before a window appended to it, which tells the window's rows from others.
///
/// One row for each stream. Rows are numbered in the order of commits, so what a window appends lies behind that end as
/// long as nobody else writes; whether somebody did while the load was interrupted is recorded too. All methods run
/// inside a transaction of the caller, who holds the file's lock on changes.
///
/// @param recipe and `stream` name whose row this is
record LoadsTable(String recipe, String stream, TableName target) {
    private static final String TABLE = "\"main\".\"_datacook_loads\"";
    private static final String ROW = " WHERE recipe = ? AND stream = ?";

    /// Where a window's rows begin.
    ///
    /// @param rows how many there were before
    /// @param last the number of the last of them, -1 if there was none
    /// @param disturbed whether somebody else wrote in between
    record Base(String window, long rows, long last, boolean disturbed) {}

    /// Notes where the target ends, or, if the window began earlier, whether it still ends where this window left it.
    ///
    /// @param added rows that the window has committed
    void begin(DuckDBConnection connection, String window, long added) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (recipe VARCHAR NOT NULL, stream VARCHAR NOT "
                    + "NULL, \"window\" VARCHAR NOT NULL, rows_before BIGINT NOT NULL, last_row BIGINT NOT NULL, "
                    + "disturbed BOOLEAN NOT NULL)");
        }
        Base known = find(connection);
        if (known == null || !known.window().equals(window)) {
            update(connection, "DELETE FROM " + TABLE + ROW, recipe, stream);
            update(
                    connection,
                    "INSERT INTO " + TABLE + " SELECT ?, ?, ?, count(*), coalesce(max(rowid), -1), false FROM "
                            + target.sql(),
                    recipe,
                    stream,
                    window);
        } else if (count(connection, "true") != known.rows() + added) {
            update(connection, "UPDATE " + TABLE + " SET disturbed = true" + ROW, recipe, stream);
        }
    }

    /// The row of the stream, or `null` if there is none.
    @Nullable
    Base find(DuckDBConnection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT \"window\", rows_before, last_row, disturbed FROM " + TABLE + ROW)) {
            statement.setString(1, recipe);
            statement.setString(2, stream);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? new Base(result.getString(1), result.getLong(2), result.getLong(3), result.getBoolean(4))
                        : null;
            }
        }
    }

    /// Rows of the target that meet a condition.
    long count(DuckDBConnection connection, String condition) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT count(*) FROM " + target.sql() + " AS t WHERE " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void update(DuckDBConnection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
