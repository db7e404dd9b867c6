package io.datacook.stateservice.store;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Runs statements on pooled connections and says what a failure means for what was asked.
///
/// **Threading:** safe for all threads; each call has a connection of its own while it lasts.
@Singleton
public final class Database {
    private final DataSource pool;

    Database(DataSource pool) {
        this.pool = pool;
    }

    /// Turns a row into a value.
    @FunctionalInterface
    public interface Row<T> {
        /// Reads the current row.
        T read(ResultSet row) throws SQLException;
    }

    /// Several statements that take effect together.
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /// Runs them.
        T run(Statements statements) throws SQLException;
    }

    /// All rows of a query.
    ///
    /// @throws Refused `UNREACHABLE`
    <T> List<T> query(String sql, Row<T> reader, @Nullable Object... values) {
        try (Connection connection = pool.getConnection()) {
            return new Statements(connection).query(sql, reader, values);
        } catch (SQLException failed) {
            throw SqlFailures.reading(failed);
        }
    }

    /// Runs one changing statement; it is its own transaction.
    ///
    /// @return rows changed
    /// @throws Refused `UNREACHABLE` if nothing was stored, `COMMIT_UNKNOWN` if nobody knows
    int change(String sql, @Nullable Object... values) {
        Connection connection = connect();
        try (connection) {
            return new Statements(connection).change(sql, values);
        } catch (SQLException failed) {
            throw SqlFailures.changing(failed);
        }
    }

    /// Runs statements in one transaction. Only for work that may be repeated: a lost commit counts as not done.
    ///
    /// @throws Refused `UNREACHABLE`, or what the work throws, which undoes it
    <T extends @Nullable Object> T inTransaction(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(new Statements(connection));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            } finally {
                // The pool hands the connection on as it gets it.
                restore(connection);
            }
        } catch (SQLException failed) {
            throw SqlFailures.reading(failed);
        }
    }

    private Connection connect() {
        try {
            return pool.getConnection();
        } catch (SQLException failed) {
            throw new Refused(Failure.UNREACHABLE, SqlFailures.describe(failed), failed);
        }
    }

    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failed.addSuppressed(broken);
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            // Such a connection is closed already; the pool validates before it lends one.
            return;
        }
    }

    /// Statements on one connection.
    static final class Statements {
        private final Connection connection;

        private Statements(Connection connection) {
            this.connection = connection;
        }

        <T> List<T> query(String sql, Row<T> reader, @Nullable Object... values) throws SQLException {
            try (PreparedStatement statement = prepare(sql, values);
                    ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        }

        int change(String sql, @Nullable Object... values) throws SQLException {
            try (PreparedStatement statement = prepare(sql, values)) {
                return statement.executeUpdate();
            }
        }

        private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < values.length; i++) {
                bind(statement, i + 1, values[i]);
            }
            return statement;
        }

        private void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
            switch (value) {
                case Instant instant -> statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
                case String[] texts -> statement.setArray(index, array("text", texts));
                case Integer[] numbers -> statement.setArray(index, array("integer", numbers));
                case Long[] numbers -> statement.setArray(index, array("bigint", numbers));
                case null -> statement.setString(index, null);
                default -> statement.setObject(index, value);
            }
        }

        private Array array(String type, Object[] values) throws SQLException {
            return connection.createArrayOf(type, values);
        }
    }

    /// A timestamp column.
    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
