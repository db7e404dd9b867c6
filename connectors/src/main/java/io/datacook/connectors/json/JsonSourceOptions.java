package io.datacook.connectors.json;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.TextInput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to read JSON files.
///
/// @param path a file, folder or glob
/// @param layout where the records stand
/// @param recordsPath keys down to the array of records
/// @param columns types by column
/// @param unknownFields what to do with fields that the sample did not show
/// @param detectTimes whether texts may become dates and timestamps
/// @param encoding the files' character set
/// @param compression of the files
/// @param sampleBytes bytes to infer from
/// @param recordBytesMax bytes of a record at most
/// @param store where paths into buckets lead
public record JsonSourceOptions(
        @Option(
                value = "A file, a folder or a glob, relative to the recipe's folder. Files are read in the order of "
                        + "their paths.",
                examples = {"data/events.ndjson", "data/**/*.json.gz", "s3://lake/events/*.ndjson"})
        String path,

        @Option(
                value = "Where the records stand: `lines` (one object a line), `array` (one array), `values` (objects "
                        + "one after the other). `auto` looks.",
                defaultValue = "auto")
        Layout layout,

        @Option(
                value = "Keys, with dots between them, down to the array of records in a document.",
                examples = {"data.items"})
        @Nullable
        String recordsPath,

        @Option(
                value = "Types of columns by name; the others are inferred.",
                examples = {"{id: int64, tags: list<string>}"})
        Map<String, String> columns,

        @Option(
                value = "What to do with a field that the sample did not show: `error` ends the read, `reject` leaves "
                        + "the row out with its reason, `extra` keeps it as JSON in the column `_extra`.",
                defaultValue = "error")
        UnknownFields unknownFields,

        @Option(value = "Whether texts become dates and timestamps where all of the sample are.", defaultValue = "true")
        boolean detectTimes,

        @Option(
                value = "The files' character set. A byte order mark wins over it.",
                defaultValue = "utf-8",
                examples = {"utf-16", "iso-8859-1"})
        String encoding,

        @Option(value = "How files are compressed; `auto` goes by their names: .gz and .zst.", defaultValue = "auto")
        FileCompression compression,

        @Option(value = "How much is looked at to infer types.", defaultValue = "1MiB")
        ByteSize sampleBytes,

        @Option(value = "How large a record may be, at most 512MiB.", defaultValue = "32MiB")
        ByteSize recordBytesMax,

        @OptionGroup ObjectStore store) {
    private static final long SAMPLE_MIN = 1 << 10;
    private static final long SAMPLE_MAX = 64L << 20;
    private static final long RECORD_MIN = 1 << 10;
    private static final long RECORD_MAX = 512L << 20;

    /// The column that [UnknownFields#EXTRA] adds.
    static final String EXTRA = "_extra";

    /// Where the records of a file stand.
    public enum Layout {
        /// An array if the file begins with `[`, else lines if the first line is a whole value, else values.
        AUTO,
        /// One value in each line.
        LINES,
        /// The elements of one array.
        ARRAY,
        /// Values one after the other, over any number of lines.
        VALUES
    }

    /// What becomes of fields that have no column.
    public enum UnknownFields {
        /// The read ends with `DATA_INVALID`.
        ERROR,
        /// The row is left out with a reason, whatever the recipe says of other bad rows.
        REJECT,
        /// The field goes into the column `_extra`.
        EXTRA
    }

    public JsonSourceOptions {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        between("sample_bytes", sampleBytes, SAMPLE_MIN, SAMPLE_MAX);
        between("record_bytes_max", recordBytesMax, RECORD_MIN, RECORD_MAX);
        if (recordsPath != null
                && (recordsPath.isBlank()
                        || List.of(recordsPath.split("\\.", -1)).contains(""))) {
            throw new IllegalArgumentException(
                    "records_path is '%s'; write keys with dots between them, such as data.items"
                            .formatted(recordsPath));
        }
        if (recordsPath != null && (layout == Layout.LINES || layout == Layout.VALUES)) {
            throw new IllegalArgumentException("records_path names an array, so layout must be auto or array");
        }
    }

    /// Options of files of this machine.
    public JsonSourceOptions(
            String path,
            Layout layout,
            @Nullable String recordsPath,
            Map<String, String> columns,
            UnknownFields unknownFields,
            boolean detectTimes,
            String encoding,
            FileCompression compression,
            ByteSize sampleBytes,
            ByteSize recordBytesMax) {
        this(
                path,
                layout,
                recordsPath,
                columns,
                unknownFields,
                detectTimes,
                encoding,
                compression,
                sampleBytes,
                recordBytesMax,
                ObjectStore.AMAZON);
    }

    /// Options that read a path with everything detected.
    public static JsonSourceOptions of(String path) {
        return new JsonSourceOptions(
                path,
                Layout.AUTO,
                null,
                Map.of(),
                UnknownFields.ERROR,
                true,
                "utf-8",
                FileCompression.AUTO,
                new ByteSize(1 << 20),
                new ByteSize(32 << 20));
    }

    /// How to open the files.
    ///
    /// @throws io.datacook.api.DatacookException `RECIPE_UNSUPPORTED` if the encoding is unknown
    TextInput input() {
        return TextInput.of(compression, encoding);
    }

    private static void between(String key, ByteSize size, long min, long max) {
        if (size.bytes() < min || size.bytes() > max) {
            throw new IllegalArgumentException(
                    "%s must be %s to %s, not %s".formatted(key, new ByteSize(min), new ByteSize(max), size));
        }
    }
}
