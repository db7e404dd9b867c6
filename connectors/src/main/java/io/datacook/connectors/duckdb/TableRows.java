package io.datacook.connectors.duckdb;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// What both writers share: a connection made on first use, rows by Arrow, and the epoch's commit.
///
/// **Threading:** one thread. **Closing:** rolls back what is not committed.
final class TableRows implements AutoCloseable {
    private static final String BATCH = Catalog.OWN + "batch";

    private final DuckFiles.Shared file;
    private final ConnectorContext context;
    private final CommitsTable commits;
    private final EpochId epoch;
    private final String subject;
    private @Nullable DuckDBConnection connection;
    private long inserted;

    /// @param subject what is loaded, for messages
    TableRows(DuckFiles.Shared file, ConnectorContext context, CommitsTable commits, EpochId epoch, String subject) {
        this.file = file;
        this.context = context;
        this.commits = commits;
        this.epoch = epoch;
        this.subject = subject;
    }

    /// Work on the connection.
    @FunctionalInterface
    interface Work {
        void on(DuckDBConnection connection) throws SQLException;
    }

    /// Works on the connection, translating its errors.
    void run(Work work) {
        try {
            if (connection == null) {
                connection = file.connect();
            }
            work.on(connection);
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.DESTINATION_UNREACHABLE, subject);
        }
    }

    /// Puts rows at the end of a table.
    ///
    /// @param table in quotes
    /// @param columns in quotes, as the rows have them
    void insert(DuckDBConnection on, VectorSchemaRoot rows, String table, String columns) throws SQLException {
        if (rows.getRowCount() > 0) {
            inserted += rows.getRowCount();
            ArrowInput.run(
                    on,
                    context.allocator(),
                    rows,
                    BATCH,
                    "INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + BATCH);
        }
    }

    /// Commits the epoch: whatever the transaction holds so far, what the work adds, and the epoch's record.
    ///
    /// @param apply the last changes
    void commit(String checkpoint, Work apply) {
        file.changes().lock();
        try {
            run(on -> {
                on.setAutoCommit(false);
                try {
                    apply.on(on);
                    commits.record(on, epoch, checkpoint, inserted);
                } catch (SQLException failed) {
                    Transactions.rollBack(on, failed);
                    if (isConflict(failed)) {
                        throw overtaken(on, failed);
                    }
                    throw failed;
                } catch (RuntimeException | Error failed) {
                    Transactions.rollBack(on, failed);
                    throw failed;
                }
                Transactions.commit(on, subject);
            });
        } finally {
            file.changes().unlock();
        }
    }

    private static boolean isConflict(SQLException failed) {
        return DuckErrors.kind(DuckErrors.message(failed)).equals("TransactionContext");
    }

    /// A conflict on the split's record means that somebody else holds it now; any other one passes.
    private RuntimeException overtaken(DuckDBConnection on, SQLException conflict) throws SQLException {
        try {
            return Transactions.run(on, subject, inside -> {
                commits.record(inside, epoch, "", 0);
                throw conflict;
            });
        } catch (DatacookException fenced) {
            fenced.addSuppressed(conflict);
            return fenced;
        }
    }

    /// Runs statements in order.
    static void execute(DuckDBConnection on, Iterable<String> statements) throws SQLException {
        try (Statement statement = on.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        DuckDBConnection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try (open) {
            if (!open.getAutoCommit()) {
                open.rollback();
            }
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.DESTINATION_UNREACHABLE, subject);
        }
    }
}
