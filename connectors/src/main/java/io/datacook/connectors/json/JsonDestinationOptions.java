package io.datacook.connectors.json;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.ObjectStore;

/// How to write JSON files.
///
/// @param path a folder or a file
/// @param layout lines or one array
/// @param compression of the files
/// @param nulls whether nulls are written
/// @param fileSize when a file in a folder is ended
/// @param store where paths into buckets lead
public record JsonDestinationOptions(
        @Option(
                value = "A folder, or one file if it ends in .json, .ndjson or .jsonl (with .gz or .zst where "
                        + "compressed), relative to the recipe's folder.",
                examples = {"out/events", "out/events.ndjson", "s3://lake/events"})
        String path,

        @Option(value = "`lines` writes one object in each line, `array` one array.", defaultValue = "lines")
        Layout layout,

        @Option(value = "none, gzip or zstd; `auto` goes by the end of `path`.", defaultValue = "auto")
        FileCompression compression,

        @Option(value = "Whether fields that are null are written; otherwise they are left out.", defaultValue = "true")
        boolean nulls,

        @Option(value = "A file in a folder is ended once it has this size.", defaultValue = "128MiB")
        ByteSize fileSize,

        @OptionGroup ObjectStore store) {
    /// Where the rows stand in a file.
    public enum Layout {
        /// One object in each line.
        LINES,
        /// The elements of one array.
        ARRAY
    }

    public JsonDestinationOptions {
        if (fileSize.bytes() < 1) {
            throw new IllegalArgumentException("file_size must be at least 1 byte");
        }
    }

    /// Options of files of this machine.
    public JsonDestinationOptions(
            String path, Layout layout, FileCompression compression, boolean nulls, ByteSize fileSize) {
        this(path, layout, compression, nulls, fileSize, ObjectStore.AMAZON);
    }

    /// Options that write lines to a path.
    public static JsonDestinationOptions of(String path) {
        return new JsonDestinationOptions(path, Layout.LINES, FileCompression.AUTO, true, new ByteSize(128 << 20));
    }
}
