package io.datacook.api;

import org.jspecify.annotations.Nullable;

/// A row that was left out, with everything needed to mend and replay it.
///
/// @param stage who refused it: `read`, `validate`, or the step's type
/// @param place the row's origin, such as `orders.csv line 7`
/// @param column the column that was wrong, or `null` if the whole row was
/// @param value the value as text, at most [#VALUE_CHARS_MAX] characters, or `null`
/// @param reason the rule that was broken, one sentence
/// @param record the row as a JSON object, or its raw text where it did not parse
public record Reject(
        String stage,
        String place,
        @Nullable String column,
        @Nullable String value,
        String reason,
        String record) {
    /// Longer values are cut; the record keeps them whole.
    public static final int VALUE_CHARS_MAX = 200;

    public Reject {
        if (value != null && value.length() > VALUE_CHARS_MAX) {
            value = value.substring(0, VALUE_CHARS_MAX) + "…";
        }
    }
}
