package io.datacook.connectors.duckdb;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/// A query's rows as Arrow batches, streamed: DuckDB computes as far as batches are taken.
///
/// **Threading:** one thread at a time; the connection serves nothing else meanwhile. **Closing:** by the caller.
final class DuckResult implements AutoCloseable {
    private final PreparedStatement statement;
    private final ResultSet result;
    private final BufferAllocator exports;
    private final ArrowReader reader;
    private final Schema schema;
    private final BufferAllocator allocator;

    private DuckResult(
            PreparedStatement statement,
            ResultSet result,
            BufferAllocator exports,
            ArrowReader reader,
            Schema schema,
            BufferAllocator allocator) {
        this.statement = statement;
        this.result = result;
        this.exports = exports;
        this.reader = reader;
        this.schema = schema;
        this.allocator = allocator;
    }

    /// Starts a query.
    ///
    /// @param sql whose columns are those of `schema`, as [ExchangeColumn#select] spells them
    /// @param rowsMax in a batch
    static DuckResult open(
            DuckDBConnection connection, BufferAllocator allocator, String sql, Schema schema, int rowsMax)
            throws SQLException {
        try {
            return openOnce(connection, allocator, sql, schema, rowsMax);
        } catch (SQLException failed) {
            throw told(connection, sql, failed);
        }
    }

    /// Starts a query over what can be read once; should it fail, its reason may be missing: see [#told].
    static DuckResult openOnce(
            DuckDBConnection connection, BufferAllocator allocator, String sql, Schema schema, int rowsMax)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        BufferAllocator exports = new RootAllocator();
        try {
            DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery();
            try {
                ArrowReader reader = export(result, exports, rowsMax);
                return new DuckResult(statement, result, exports, reader, schema, allocator);
            } catch (SQLException | RuntimeException | Error failed) {
                result.close();
                throw failed;
            }
        } catch (SQLException | RuntimeException | Error failed) {
            statement.close();
            exports.close();
            throw failed;
        }
    }

    /// The exporter's own buffers are DuckDB's: [RowCopy] brings the rows under the run's budget.
    private static ArrowReader export(DuckDBResultSet result, BufferAllocator exports, int rowsMax)
            throws SQLException {
        return (ArrowReader) result.arrowExportStream(exports, rowsMax);
    }

    /// How the columns of a query are given out. Runs nothing.
    ///
    /// @param sql one SELECT
    static List<ExchangeColumn> describe(DuckDBConnection connection, String sql) throws SQLException {
        try (BufferAllocator exports = new RootAllocator();
                PreparedStatement statement = connection.prepareStatement("SELECT * FROM (\n" + sql + "\n) LIMIT 0");
                DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery();
                ArrowReader reader = export(result, exports, 1)) {
            List<ExchangeColumn> columns = new ArrayList<>();
            for (Field field : reader.getVectorSchemaRoot().getSchema().getFields()) {
                columns.add(ExchangeColumn.of(field));
            }
            return columns;
        } catch (IOException failed) {
            throw new SQLException(DuckErrors.message(failed), failed);
        }
    }

    /// A streamed statement that fails before its first row loses its message; running it again for its plan tells it.
    static SQLException told(DuckDBConnection connection, String sql, SQLException failed) {
        if (!DuckErrors.isUntold(failed)) {
            return failed;
        }
        try (Statement again = connection.createStatement()) {
            again.execute("EXPLAIN ANALYZE\n" + sql);
            return failed;
        } catch (SQLException told) {
            return told;
        }
    }

    /// The next rows.
    ///
    /// @return owned by the caller, or `null` after the last ones
    @Nullable
    VectorSchemaRoot next() throws SQLException {
        try {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot exported = reader.getVectorSchemaRoot();
                if (exported.getRowCount() > 0) {
                    VectorSchemaRoot rows = RowCopy.of(exported, schema, allocator);
                    exported.clear();
                    return rows;
                }
            }
            return null;
        } catch (IOException failed) {
            throw new SQLException(DuckErrors.message(failed), failed);
        }
    }

    @Override
    public void close() throws SQLException {
        try (exports;
                statement;
                result;
                reader) {
            // Closed in this order: what was exported, the result, the statement.
        } catch (IOException failed) {
            throw new SQLException(DuckErrors.message(failed), failed);
        }
    }
}
