package io.datacook.api;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A part of a stream that is read by itself: a byte range of a file, a range of keys, a partition.
///
/// Splits are stored with the run's window, so that a restarted run reads the same parts again. Immutable.
///
/// @param id unique within the stream and stable, of `[A-Za-z0-9._-]`, at most 64 characters; order of ids is the
///     order of the data
/// @param fields what the source needs to find the part again
/// @param rowsEstimate rows expected, or -1 if unknown
/// @param bytesEstimate bytes to be read, or -1 if unknown
public record Split(String id, SortedMap<String, String> fields, long rowsEstimate, long bytesEstimate) {
    public Split {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a split's id is 1 to 64 of [A-Za-z0-9._-], not '" + id + "'");
        }
        fields = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /// A split of unknown size.
    public static Split of(String id, Map<String, String> fields) {
        return new Split(id, new TreeMap<>(fields), -1, -1);
    }

    /// The field's text.
    ///
    /// @throws DatacookException `STATE_INVALID` if a stored split lacks it
    public String text(String name) {
        String text = fields.get(name);
        if (text == null) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "the checkpoint's split '%s' has no field '%s'; run `datacook state reset` to start afresh"
                            .formatted(id, name));
        }
        return text;
    }
}
