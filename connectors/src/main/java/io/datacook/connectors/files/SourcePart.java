package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Split;
import java.util.Map;
import java.util.TreeMap;

/// A range of a file of text that is read by itself, and its form as a split.
///
/// @param file the file as it was when the window began
/// @param start offset of the first record
/// @param end offset behind the last record, or -1 for the end of the file
/// @param line the line of the first record, 1-based
public record SourcePart(SourceFile file, long start, long end, long line) {
    /// The split that stands for this part.
    public Split split(String id) {
        TreeMap<String, String> fields = new TreeMap<>(Map.of(
                "file", file.name(),
                "bytes", Long.toString(file.bytes()),
                "modified", Long.toString(file.modified()),
                "start", Long.toString(start),
                "end", Long.toString(end),
                "line", Long.toString(line)));
        if (!file.version().isEmpty()) {
            fields.put("version", file.version());
        }
        return new Split(id, fields, -1, end < 0 ? file.bytes() : end - start);
    }

    /// The name of the file that a split is a part of.
    public static String fileOf(Split split) {
        return split.text("file");
    }

    /// The part a split stands for.
    ///
    /// @param now the split's file as it is now
    /// @throws DatacookException `STATE_INVALID` if the file is not what it was when the window began; a file that
    ///     only grew is
    public static SourcePart of(Split split, SourceFile now) {
        long bytes = number(split, "bytes");
        long modified = number(split, "modified");
        boolean same = now.version().isEmpty()
                ? now.bytes() > bytes || (now.bytes() == bytes && now.modified() == modified)
                : now.version().equals(split.fields().get("version"));
        if (!same) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("'%s' changed since this load began: it had %d bytes and has %d now; bring the old file back to "
                                    + "finish the load, or run `datacook state reset` to start afresh")
                            .formatted(now.name(), bytes, now.bytes()));
        }
        SourceFile then = new SourceFile(now.access(), now.name(), bytes, modified);
        return new SourcePart(then, number(split, "start"), number(split, "end"), number(split, "line"));
    }

    private static long number(Split split, String field) {
        try {
            return Long.parseLong(split.text(field));
        } catch (NumberFormatException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "the checkpoint's split '%s' has '%s' in field '%s', no whole number; run `datacook state reset`"
                            .formatted(split.id(), split.text(field), field),
                    damaged);
        }
    }
}
