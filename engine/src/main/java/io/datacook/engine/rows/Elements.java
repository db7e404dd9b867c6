package io.datacook.engine.rows;

import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;

/// The elements of a list column, whatever kind of list it is; those of a map are its entries.
///
/// @param data all elements one after the other
/// @param starts the place in `data` of a row's first element
/// @param ends the place behind a row's last element
public record Elements(FieldVector data, IntUnaryOperator starts, IntUnaryOperator ends) {
    /// The elements of a column.
    ///
    /// @param column a list or map
    public static Elements of(FieldVector column) {
        return switch (column) {
            case LargeListVector list ->
                new Elements(
                        list.getDataVector(),
                        row -> list.isNull(row) ? 0 : Math.toIntExact(list.getElementStartIndex(row)),
                        row -> list.isNull(row) ? 0 : Math.toIntExact(list.getElementEndIndex(row)));
            case ListVector list ->
                new Elements(
                        list.getDataVector(),
                        row -> list.isNull(row) ? 0 : list.getElementStartIndex(row),
                        row -> list.isNull(row) ? 0 : list.getElementEndIndex(row));
            case FixedSizeListVector list ->
                new Elements(
                        list.getDataVector(),
                        row -> list.isNull(row) ? 0 : list.getElementStartIndex(row),
                        row -> list.isNull(row) ? 0 : list.getElementEndIndex(row));
            default -> throw new IllegalStateException("no list in " + column.getField());
        };
    }

    /// How many elements a row has; none if it is null.
    public int count(int row) {
        return ends.applyAsInt(row) - starts.applyAsInt(row);
    }
}
