package io.datacook.connectors.duckdb;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Runs work in a transaction that is rolled back unless it ends well.
///
/// Stateless; a connection serves one thread.
final class Transactions {
    private Transactions() {}

    /// Work in a transaction.
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T on(DuckDBConnection connection) throws SQLException;
    }

    /// Begins, works and commits.
    ///
    /// @param subject what is changed, for messages
    /// @throws DatacookException `COMMIT_UNKNOWN` if the commit itself failed otherwise than by a conflict
    static <T extends @Nullable Object> T run(DuckDBConnection connection, String subject, Work<T> work)
            throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.on(connection);
        } catch (SQLException | RuntimeException | Error failed) {
            rollBack(connection, failed);
            throw failed;
        }
        commit(connection, subject);
        return result;
    }

    /// Commits; a refusal that surely changed nothing is thrown as it is.
    static void commit(DuckDBConnection connection, String subject) throws SQLException {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException failed) {
            if (isRefusal(failed)) {
                rollBack(connection, failed);
                throw failed;
            }
            throw new DatacookException(
                    ErrorCode.COMMIT_UNKNOWN,
                    "%s: the commit failed, and it is not known whether it took effect (%s); run again: the table "
                                    .formatted(subject, DuckErrors.sentence(DuckErrors.message(failed)))
                            + "itself tells how far it got",
                    failed);
        }
    }

    private static boolean isRefusal(SQLException failed) {
        return switch (DuckErrors.kind(DuckErrors.message(failed))) {
            case "TransactionContext", "Constraint", "Out of Memory" -> true;
            default -> false;
        };
    }

    /// Gives up what was done; a second failure joins the reason.
    static void rollBack(DuckDBConnection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException second) {
            reason.addSuppressed(second);
        }
    }
}
