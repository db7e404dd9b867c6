package io.datacook.engine.receipt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Counts rows and sums the hashes of their cells, column by column.
///
/// Sums of parts add up to the sum of the whole in any order. **Threading:** one thread at a time.
final class RowSums {
    private final Map<String, ColumnSum> columns = new LinkedHashMap<>();
    private long rows;

    /// Adds the rows of a batch, which stays the caller's.
    void add(VectorSchemaRoot batch) {
        rows += batch.getRowCount();
        for (FieldVector vector : batch.getFieldVectors()) {
            add(sum(vector, batch.getRowCount()));
        }
    }

    /// Adds what others counted.
    void add(RowSums other) {
        rows += other.rows;
        other.columns.values().forEach(this::add);
    }

    private void add(ColumnSum column) {
        columns.merge(column.name(), column, ColumnSum::plus);
    }

    long rows() {
        return rows;
    }

    /// By name, in the order of the first batch.
    Map<String, ColumnSum> columns() {
        return columns;
    }

    private static ColumnSum sum(FieldVector vector, int rows) {
        CellHashes hashes = CellHashes.of(vector);
        int nulls = vector.getNullCount();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (nulls == 0 || !vector.isNull(row)) {
                sum += hashes.at(row);
            }
        }
        return new ColumnSum(vector.getName(), Kind.of(vector.getField().getType()), nulls, sum);
    }
}
