package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Row groups of one file that follow one another: what a split is made of.
///
/// @param path as users know the file
/// @param fileBytes the file's size when the window began
/// @param version the file's version then, empty where it has none
/// @param firstGroup the first row group
/// @param groups how many
record Part(String path, long fileBytes, String version, int firstGroup, int groups) {
    /// The parts of a stored split.
    static List<Part> of(Split split) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; split.fields().containsKey(name(i, "path")); i++) {
            parts.add(new Part(
                    split.text(name(i, "path")),
                    number(split, name(i, "file_bytes")),
                    split.fields().getOrDefault(name(i, "version"), ""),
                    (int) number(split, name(i, "first_group")),
                    (int) number(split, name(i, "groups"))));
        }
        return parts;
    }

    /// The fields of a split of parts.
    static SortedMap<String, String> fields(List<Part> parts) {
        SortedMap<String, String> fields = new TreeMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            fields.put(name(i, "path"), part.path());
            fields.put(name(i, "file_bytes"), Long.toString(part.fileBytes()));
            if (!part.version().isEmpty()) {
                fields.put(name(i, "version"), part.version());
            }
            fields.put(name(i, "first_group"), Integer.toString(part.firstGroup()));
            fields.put(name(i, "groups"), Integer.toString(part.groups()));
        }
        return fields;
    }

    private static String name(int part, String what) {
        return "part%06d.%s".formatted(part, what);
    }

    private static long number(Split split, String name) {
        try {
            return Long.parseLong(split.text(name));
        } catch (NumberFormatException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("the checkpoint's split '%s' has '%s' as %s, which is no number; run `datacook state reset` "
                                    + "to start afresh")
                            .formatted(split.id(), split.text(name), name),
                    damaged);
        }
    }
}
