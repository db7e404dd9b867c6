package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Hands a query's rows on as batches, of which only the last one carries the position.
final class SqlRows {
    /// Rows in a batch.
    static final int ROWS_MAX = 16_384;
    private static final long BYTES_MAX = 16L << 20;

    private SqlRows() {}

    /// What the batches carry besides rows.
    ///
    /// @param position of the last batch, or `null`
    /// @param rejects of the last batch
    record Carried(@Nullable Position position, List<Reject> rejects, Origin origin) {
        /// A query mixes rows, so each row that comes out is said to be from the first one that went in.
        private Origin origin(int count) {
            long[] numbers = new long[count];
            Arrays.fill(numbers, origin.number(0));
            return Origin.listed(origin.resource(), origin.unit(), numbers);
        }
    }

    /// Takes all batches of a result; at least one comes out.
    static void handOn(
            DuckResult result,
            List<ExchangeColumn> columns,
            BufferAllocator allocator,
            Carried carried,
            Consumer<Batch> out)
            throws SQLException {
        VectorSchemaRoot ahead = null;
        try (Slices slices = new Slices(BYTES_MAX)) {
            ahead = next(result, slices);
            if (ahead == null) {
                ahead = VectorSchemaRoot.create(ExchangeColumn.schema(columns), allocator);
                ahead.setRowCount(0);
            }
            while (ahead != null) {
                VectorSchemaRoot rows = ahead;
                ahead = null; // so that it is not closed twice
                ahead = after(rows, result, slices);
                boolean last = ahead == null;
                out.accept(new Batch(
                        rows,
                        last ? carried.position : null,
                        carried.origin(rows.getRowCount()),
                        last ? carried.rejects : List.of()));
            }
        } finally {
            if (ahead != null) {
                ahead.close();
            }
        }
    }

    private static @Nullable VectorSchemaRoot after(VectorSchemaRoot rows, DuckResult result, Slices slices)
            throws SQLException {
        try {
            return next(result, slices);
        } catch (SQLException | RuntimeException | Error failed) {
            rows.close();
            throw failed;
        }
    }

    private static @Nullable VectorSchemaRoot next(DuckResult result, Slices slices) throws SQLException {
        VectorSchemaRoot part = slices.next();
        if (part != null) {
            return part;
        }
        VectorSchemaRoot more = result.next();
        if (more == null) {
            return null;
        }
        slices.add(more);
        return slices.next();
    }
}
