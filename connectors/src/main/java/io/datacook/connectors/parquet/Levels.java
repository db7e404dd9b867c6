package io.datacook.connectors.parquet;

import java.util.Arrays;

/// A stretch of rows of one leaf column as Parquet sees it: levels, and where the values that are there lie.
///
/// Reused for every stretch; arrays grow and stay.
final class Levels {
    /// Entries: rows, or elements, nulls and empty lists included.
    int entries;

    /// Whether each entry has a value; then [#definition] is not filled.
    boolean allPresent;

    int[] definition = {};
    int[] repetition = {};

    /// How many values are there.
    int present;

    /// The index of each value in the leaf vector, unless values are [#contiguous].
    int[] index = {};

    /// Whether the values are just those of the span, one after the other.
    boolean contiguous;

    /// Whether each value lies behind the one before: views of lists may point anywhere.
    boolean ascending;

    /// The stretch of the leaf vector in which all values lie; nothing is said of it where there are none.
    int spanFirst;

    int spanLength;

    /// Makes room for a number of entries.
    void reserve(int count) {
        if (definition.length < count) {
            int capacity = Math.max(count, definition.length * 2);
            definition = Arrays.copyOf(definition, capacity);
            repetition = Arrays.copyOf(repetition, capacity);
            index = Arrays.copyOf(index, capacity);
        }
    }

    /// Rows that all have a value, in a flat column.
    void fill(int from, int rows) {
        entries = rows;
        present = rows;
        allPresent = true;
        contiguous = true;
        ascending = true;
        spanFirst = from;
        spanLength = rows;
    }
}
