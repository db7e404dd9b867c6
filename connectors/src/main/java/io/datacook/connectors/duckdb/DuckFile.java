package io.datacook.connectors.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/// A database file as a place between two steps: tables are written as Arrow batches and read back by SQL.
///
/// Everything written before [#commit] is one transaction, so that rows go to the disk once. **Threading:** one thread.
/// **Closing:** by the owner, after its results; what was not committed is gone.
final class DuckFile implements AutoCloseable {
    private static final String BATCH = Catalog.OWN + "batch";

    private final DuckDatabase database;
    private final DuckDBConnection connection;
    private final BufferAllocator allocator;

    private DuckFile(DuckDatabase database, BufferAllocator allocator) throws SQLException {
        this.database = database;
        this.allocator = allocator;
        this.connection = database.connect();
    }

    /// Opens a file, creating it if it is absent.
    static DuckFile write(Path file, DuckLimits limits, BufferAllocator allocator) throws SQLException {
        return of(DuckDatabase.file(file, DuckDatabase.Access.WRITE, limits), allocator);
    }

    /// Opens a file that exists; several may read it at once.
    static DuckFile read(Path file, DuckLimits limits, BufferAllocator allocator) throws SQLException {
        return of(DuckDatabase.file(file, DuckDatabase.Access.READ, limits), allocator);
    }

    /// The same in memory.
    static DuckFile memory(DuckLimits limits, BufferAllocator allocator) throws SQLException {
        return of(DuckDatabase.memory(limits), allocator);
    }

    private static DuckFile of(DuckDatabase database, BufferAllocator allocator) throws SQLException {
        try {
            return new DuckFile(database, allocator);
        } catch (SQLException failed) {
            database.close();
            throw failed;
        }
    }

    /// Makes an empty table, in the place of one that is there.
    void create(String table, Schema schema) throws SQLException {
        execute("CREATE OR REPLACE TABLE " + Sql.name(table) + " (" + DuckTypes.columns(schema) + ")");
    }

    /// Puts rows at the end of a table.
    ///
    /// @param rows stay the caller's
    void append(String table, VectorSchemaRoot rows) throws SQLException {
        connection.setAutoCommit(false);
        if (rows.getRowCount() > 0) {
            ArrowInput.run(
                    connection, allocator, rows, BATCH, "INSERT INTO " + Sql.name(table) + " SELECT * FROM " + BATCH);
        }
    }

    /// Makes what was appended durable.
    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /// Runs one statement.
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The columns a query gives, and how.
    List<ExchangeColumn> describe(String sql) throws SQLException {
        return DuckResult.describe(connection, sql);
    }

    /// The rows of a query; closed before the next call.
    ///
    /// @param columns as [#describe] gave them
    DuckResult query(String sql, List<ExchangeColumn> columns, int rowsMax) throws SQLException {
        return DuckResult.open(connection, allocator, select(sql, columns), ExchangeColumn.schema(columns), rowsMax);
    }

    /// The rows of a query over a relation that shows rows without copying; closed before the next call.
    ///
    /// @param rows the caller's, unchanged until the result is closed
    Shown query(String relation, VectorSchemaRoot rows, String sql, List<ExchangeColumn> columns) throws SQLException {
        String select = select(sql, columns);
        ArrowInput input = ArrowInput.register(connection, allocator, rows, relation);
        try {
            int rowsMax = Math.max(1, rows.getRowCount());
            Schema schema = ExchangeColumn.schema(columns);
            return new Shown(input, DuckResult.openOnce(connection, allocator, select, schema, rowsMax));
        } catch (SQLException failed) {
            input.close();
            throw reason(input, relation, rows, select, failed);
        } catch (RuntimeException | Error failed) {
            input.close();
            throw failed;
        }
    }

    /// Rows are shown once, so a statement that lost its message is shown them again.
    private SQLException reason(
            ArrowInput input, String relation, VectorSchemaRoot rows, String select, SQLException failed)
            throws SQLException {
        SQLException reason = input.reason(failed);
        if (!DuckErrors.isUntold(reason)) {
            return reason;
        }
        try (ArrowInput again = ArrowInput.register(connection, allocator, rows, relation)) {
            return again.reason(DuckResult.told(connection, select, reason));
        }
    }

    private static String select(String sql, List<ExchangeColumn> columns) {
        boolean plain = columns.stream()
                .allMatch(column ->
                        column.expression().equals(Sql.name(column.field().getName())));
        return plain ? sql : "SELECT " + ExchangeColumn.select(columns) + " FROM (\n" + sql + "\n)";
    }

    /// A result with the rows it is computed from.
    record Shown(ArrowInput input, DuckResult result) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            try (input;
                    result) {
                // The result before what it reads.
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (database;
                connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
