package io.datacook.engine.rows;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;

/// Compares cells with one fixed value of the same type.
@FunctionalInterface
public interface CellOrder {
    /// Prepares the comparison for the column of one batch.
    Bound bind(FieldVector column);

    /// A comparison of one given column.
    @FunctionalInterface
    interface Bound {
        /// Negative, zero or positive as a cell that is not null is less than, equal to or more than the value; a
        /// number that is none (NaN) is more than everything.
        int compare(int row);
    }

    /// The order towards the first cell of a column, which may be closed afterwards.
    ///
    /// @throws IllegalArgumentException if the type has no order
    static CellOrder to(FieldVector value) {
        return switch (Kind.of(value.getField())) {
            case BOOL, WHOLE, DATE, TIME, TIMESTAMP, DURATION -> {
                long fixed = Cells.longs(value).at(0);
                yield column -> {
                    Cells.LongOf cells = Cells.longs(column);
                    return row -> Long.compare(cells.at(row), fixed);
                };
            }
            case FLOAT -> {
                double fixed = Cells.doubles(value).at(0);
                yield column -> {
                    Cells.DoubleOf cells = Cells.doubles(column);
                    return row -> Double.compare(cells.at(row) + 0.0, fixed + 0.0);
                };
            }
            case DECIMAL, UNSIGNED64 -> {
                BigDecimal fixed = Cells.decimals(value).at(0);
                yield column -> {
                    Cells.DecimalOf cells = Cells.decimals(column);
                    return row -> cells.at(row).compareTo(fixed);
                };
            }
            case TEXT, BINARY, UUID -> {
                byte[] fixed = Cells.bytes(value).at(0);
                yield column -> {
                    Cells.BytesOf cells = Cells.bytes(column);
                    return row -> Arrays.compareUnsigned(cells.at(row), fixed);
                };
            }
            case NULL, JSON, INTERVAL, NESTED, OTHER ->
                throw new IllegalArgumentException("no order of " + Casts.name(value));
        };
    }
}
