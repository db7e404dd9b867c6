package io.datacook.connectors.duckdb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Cuts rows that take too many bytes in halves, without copying, until each part fits or is one row.
///
/// **Threading:** one thread. **Closing:** frees the parts nobody took.
final class Slices implements AutoCloseable {
    private final Deque<VectorSchemaRoot> parts = new ArrayDeque<>();
    private final long bytesMax;

    /// @param bytesMax Arrow bytes in a part
    Slices(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Takes rows over, once all parts before are taken.
    void add(VectorSchemaRoot rows) {
        parts.addFirst(rows);
    }

    /// The next part, owned by the caller, or `null` if there is none.
    @Nullable
    VectorSchemaRoot next() {
        while (!parts.isEmpty()) {
            VectorSchemaRoot rows = parts.removeFirst();
            int count = rows.getRowCount();
            if (count <= 1 || bytes(rows) <= bytesMax) {
                return rows;
            }
            try (rows) {
                parts.addFirst(rows.slice(count / 2, count - count / 2));
                parts.addFirst(rows.slice(0, count / 2));
            }
        }
        return null;
    }

    private static long bytes(VectorSchemaRoot rows) {
        long bytes = 0;
        for (Iterator<FieldVector> vectors = rows.getFieldVectors().iterator(); vectors.hasNext(); ) {
            bytes += vectors.next().getBufferSize();
        }
        return bytes;
    }

    @Override
    public void close() {
        parts.forEach(VectorSchemaRoot::close);
        parts.clear();
    }
}
