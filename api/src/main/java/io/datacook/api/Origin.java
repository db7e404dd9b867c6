package io.datacook.api;

import java.util.Arrays;

/// Where the rows of a batch came from: a file, table or topic, and each row's number in it.
///
/// Immutable; a selection copies only when rows were left out.
///
/// @param resource the file, table or topic as users know it
/// @param unit what the numbers count: `line` or `row`, 1-based, or `offset`
/// @param first the number of the first row where rows are consecutive
/// @param numbers each row's number, or empty where rows are consecutive from `first`
@SuppressWarnings("ArrayRecordComponent") // 64 Ki boxed numbers a batch would cost more than the rows
public record Origin(String resource, String unit, long first, long[] numbers) {
    private static final long[] CONSECUTIVE = {};

    /// Rows numbered one after the other.
    public static Origin consecutive(String resource, String unit, long first) {
        return new Origin(resource, unit, first, CONSECUTIVE);
    }

    /// Rows with a number each.
    public static Origin listed(String resource, String unit, long[] numbers) {
        return new Origin(resource, unit, numbers.length == 0 ? 1 : numbers[0], numbers);
    }

    /// The number of a row.
    public long number(int row) {
        return numbers.length == 0 ? first + row : numbers[row];
    }

    /// The rows that stay, in their order.
    ///
    /// @param rows indexes into this origin
    public Origin select(int[] rows) {
        long[] kept = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            kept[i] = number(rows[i]);
        }
        return new Origin(resource, unit, kept.length == 0 ? first : kept[0], kept.length == 0 ? CONSECUTIVE : kept);
    }

    /// `orders.csv line 7`.
    public String describe(int row) {
        return resource + " " + unit + " " + number(row);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin that
                && resource.equals(that.resource)
                && unit.equals(that.unit)
                && first == that.first
                && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return resource.hashCode() * 31 + Arrays.hashCode(numbers) + Long.hashCode(first);
    }

    @Override
    public String toString() {
        return resource + " from " + unit + " " + first;
    }
}
