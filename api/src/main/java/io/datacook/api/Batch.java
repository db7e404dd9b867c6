package io.datacook.api;

import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Rows on their way from a source to a destination, with the position after them and the rows left out so far.
///
/// **Ownership:** who holds a batch closes it, which frees its Arrow buffers; handing it on hands the duty on.
/// **Threading:** one thread at a time.
public final class Batch implements AutoCloseable {
    private final VectorSchemaRoot rows;
    private final @Nullable Position position;
    private final Origin origin;
    private final List<Reject> rejects;

    /// @param rows owned by the batch from now on; may hold 0 rows
    /// @param position after the last row, or `null` where reading cannot continue from here
    /// @param origin numbers of the rows
    /// @param rejects rows that were left out before, in order
    public Batch(VectorSchemaRoot rows, @Nullable Position position, Origin origin, List<Reject> rejects) {
        this.rows = rows;
        this.position = position;
        this.origin = origin;
        this.rejects = List.copyOf(rejects);
    }

    /// The rows as Arrow vectors; still owned by this batch.
    public VectorSchemaRoot rows() {
        return rows;
    }

    /// How many rows.
    public int rowCount() {
        return rows.getRowCount();
    }

    /// The columns.
    public Schema schema() {
        return rows.getSchema();
    }

    /// Where reading continues after this batch, or `null` if it cannot: such a batch never ends an epoch.
    public @Nullable Position position() {
        return position;
    }

    /// Where the rows came from.
    public Origin origin() {
        return origin;
    }

    /// Rows left out on the way, in order.
    public List<Reject> rejects() {
        return rejects;
    }

    /// Arrow bytes held, capacity of buffers included.
    public long bytes() {
        return rows.getFieldVectors().stream()
                .mapToLong(vector -> vector.getBufferSize())
                .sum();
    }

    @Override
    public void close() {
        rows.close();
    }
}
