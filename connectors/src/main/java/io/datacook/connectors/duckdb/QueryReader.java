package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.SplitReader;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Reads a view or query from its start to its end: rows of a query have no numbers, so only the last batch has a
/// position, behind which there is nothing.
final class QueryReader implements SplitReader {
    private static final String ROWS = "rows";

    private final DuckDBConnection connection;
    private final @Nullable DuckResult result;
    private final Slices slices;
    private final String resource;
    private @Nullable VectorSchemaRoot ahead;
    private long given;

    private QueryReader(DuckDBConnection connection, @Nullable DuckResult result, Slices slices, String resource) {
        this.connection = connection;
        this.result = result;
        this.slices = slices;
        this.resource = resource;
    }

    /// Starts reading; from the end, gives nothing.
    ///
    /// @param connection owned by the reader if this succeeds
    static QueryReader open(
            DuckDBConnection connection, BufferAllocator allocator, SourceQuery query, Position from, String resource)
            throws SQLException {
        Slices slices = new Slices(query.request().batchBytesMax());
        if (!from.isStart()) {
            from.number(ROWS);
            return new QueryReader(connection, null, slices, resource);
        }
        DuckResult result = DuckResult.open(
                connection, allocator, query.sql(null, null), query.request().schema(), query.rowsInBatch());
        return new QueryReader(connection, result, slices, resource);
    }

    @Override
    public @Nullable Batch next() {
        VectorSchemaRoot rows = ahead == null ? fetch() : ahead;
        ahead = null;
        if (rows == null) {
            return null;
        }
        try {
            ahead = fetch();
        } catch (RuntimeException | Error failed) {
            rows.close();
            throw failed;
        }
        Origin origin = Origin.consecutive(resource, "row", given + 1);
        given += rows.getRowCount();
        return new Batch(rows, ahead == null ? Position.of(ROWS, given) : null, origin, List.of());
    }

    private @Nullable VectorSchemaRoot fetch() {
        if (result == null) {
            return null;
        }
        try {
            VectorSchemaRoot rows = slices.next();
            if (rows == null) {
                VectorSchemaRoot more = result.next();
                if (more == null) {
                    return null;
                }
                slices.add(more);
                rows = slices.next();
            }
            return rows;
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.SOURCE_UNREACHABLE, resource);
        }
    }

    @Override
    public void close() {
        slices.close();
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
        try (connection;
                result) {
            // The result before its connection.
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.SOURCE_UNREACHABLE, resource);
        }
    }
}
