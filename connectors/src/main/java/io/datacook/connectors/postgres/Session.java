package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/// One connection, the only way to the driver: its exceptions leave translated.
///
/// Texts are UTF-8, times UTC and ISO, so that values cast to text are the same whatever the server's settings.
/// **Threading:** one thread at a time. **Closing:** by who opened it; an open transaction is rolled back.
final class Session implements AutoCloseable {
    /// Which of a run's systems this is: decides what a broken connection is called.
    enum Role {
        SOURCE(ErrorCode.SOURCE_UNREACHABLE),
        DESTINATION(ErrorCode.DESTINATION_UNREACHABLE),
        STATE(ErrorCode.STATE_UNREACHABLE);

        private final ErrorCode unreachable;

        Role(ErrorCode unreachable) {
            this.unreachable = unreachable;
        }

        ErrorCode unreachable() {
            return unreachable;
        }
    }

    /// Makes a value of one row.
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Role role;
    private final String subject;

    private Session(Connection connection, Role role, String subject) {
        this.connection = connection;
        this.role = role;
        this.subject = subject;
    }

    /// Connects.
    ///
    /// @param subject what the session is for, such as `public.orders`; errors begin with it
    /// @throws DatacookException `…_UNREACHABLE` or `ACCESS_DENIED`
    static Session open(Endpoint endpoint, Role role, String subject) {
        String where = "PostgreSQL " + endpoint.describe();
        Connection connection;
        try {
            connection = new Driver().connect(endpoint.driverUrl(), endpoint.properties());
        } catch (SQLException refused) {
            throw PostgresErrors.translate(refused, role, where);
        }
        if (connection == null) {
            throw new DatacookException(ErrorCode.INTERNAL, "the PostgreSQL driver took no notice of its own URL");
        }
        Session session = new Session(connection, role, subject);
        try {
            session.execute("SET standard_conforming_strings = on; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; "
                    + "SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 1; SET bytea_output = 'hex'; "
                    + "SET idle_in_transaction_session_timeout = 0; SET statement_timeout = "
                    + endpoint.statementTimeout().toMillis());
            return session;
        } catch (DatacookException broken) {
            session.close();
            throw broken;
        }
    }

    /// Runs one or more statements.
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Runs a statement inside of the open transaction, which goes on as before if the statement fails in a way that
    /// the caller has an answer to.
    ///
    /// @param states SQLSTATEs the caller has an answer to
    /// @return whether it ran
    boolean attempt(String sql, Set<String> states) {
        try (Statement statement = connection.createStatement()) {
            Savepoint before = connection.setSavepoint();
            try {
                statement.execute(sql);
                connection.releaseSavepoint(before);
                return true;
            } catch (SQLException failed) {
                if (!states.contains(failed.getSQLState())) {
                    throw failed;
                }
                connection.rollback(before);
                return false;
            }
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Runs a statement with values.
    ///
    /// @return rows changed
    long update(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeLargeUpdate();
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// The rows of a query, all at once: for system tables and single values.
    <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... values) {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(mapper.map(result));
            }
            return rows;
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Makes a value of a query's columns without reading a row of it.
    @FunctionalInterface
    interface MetaMapper<T> {
        T map(ResultSetMetaData meta) throws SQLException;
    }

    /// What a query that gives no rows says of its columns.
    <T> T metaData(String sql, MetaMapper<T> mapper) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return mapper.map(result.getMetaData());
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Whether a query of one boolean says yes; no row and null say no.
    boolean holds(String sql, @Nullable Object... values) {
        List<Boolean> answers = query(sql, row -> row.getBoolean(1), values);
        return !answers.isEmpty() && answers.getFirst();
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /// Starts a `COPY … TO STDOUT`.
    CopyOut copyOut(String sql) {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Starts a `COPY … FROM STDIN`.
    CopyIn copyIn(String sql) {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// The server's version, such as 170006 for 17.6.
    int serverVersion() {
        return query("SELECT current_setting('server_version_num')::int", row -> row.getInt(1))
                .getFirst();
    }

    /// From now on statements belong to a transaction until [#commit] or [#rollback].
    void begin() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Commits, and leaves the transaction mode.
    ///
    /// @throws DatacookException `COMMIT_UNKNOWN` if the connection broke before the answer; anything else surely
    ///     did
    ///     not commit
    void commit() {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            if (PostgresErrors.connectionLost(broken)) {
                throw new DatacookException(
                        ErrorCode.COMMIT_UNKNOWN,
                        subject + ": the connection broke while committing, so nobody knows whether the rows are in; "
                                + "run again: the next run asks the server first",
                        broken);
            }
            throw translate(broken);
        }
    }

    /// Rolls back as far as the connection still lives, and leaves the transaction mode.
    void rollback() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            close();
        }
    }

    /// Asks the server, at most for five seconds, whether the connection still lives.
    boolean alive() {
        try {
            return connection.isValid(5);
        } catch (SQLException broken) {
            return false;
        }
    }

    /// The driver's exception as a user should see it.
    DatacookException translate(SQLException broken) {
        return PostgresErrors.translate(broken, role, subject);
    }

    /// Breaks the connection off without a word to the server: the way out of a copy in full flow.
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyBroken) {
            // Nothing is left to be freed.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // Nothing is left to be freed.
        }
    }
}
