package io.datacook.api;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far a split has been read: named fields that only the connector that made them understands.
///
/// Stored as JSON in checkpoints and shown by `show-state`, so fields have telling names (`offset`, `line`) and hold
/// no secrets. Immutable.
///
/// @param fields names to values; none at the start of a split
public record Position(SortedMap<String, String> fields) {
    /// Before the first row of a split.
    public static final Position START = new Position(new TreeMap<>());

    public Position {
        fields = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /// A position of one field.
    public static Position of(String name, long value) {
        return new Position(new TreeMap<>(Map.of(name, Long.toString(value))));
    }

    /// Whether nothing was read yet.
    public boolean isStart() {
        return fields.isEmpty();
    }

    /// The number in a field.
    ///
    /// @throws DatacookException `STATE_INVALID` if the field is absent or no number
    public long number(String name) {
        String text = fields.get(name);
        try {
            return Long.parseLong(String.valueOf(text));
        } catch (NumberFormatException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("the checkpoint's field '%s' is '%s', not a whole number; "
                                    + "run `datacook state reset` to start afresh")
                            .formatted(name, text),
                    damaged);
        }
    }
}
