package io.datacook.connectors.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Type;

/// Some rows of one leaf column: levels of each entry, and the values that are there.
final class LeafRows {
    final LeafValues values;
    final int definitionMax;
    int[] definition = {};
    int[] repetition = {};
    int entries;

    LeafRows(Type type, int definitionMax) {
        this.values = new LeafValues(type);
        this.definitionMax = definitionMax;
    }

    void clear() {
        values.clear();
        entries = 0;
    }

    /// Whether every entry has a value.
    boolean allPresent() {
        return values.count == entries;
    }

    void reserve(int more) {
        int needed = entries + more;
        if (definition.length < needed) {
            int capacity = Math.max(needed, definition.length * 2);
            definition = Arrays.copyOf(definition, capacity);
            repetition = Arrays.copyOf(repetition, capacity);
        }
    }
}
