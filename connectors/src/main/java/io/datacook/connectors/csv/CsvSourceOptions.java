package io.datacook.connectors.csv;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.TextInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to read CSV files. What is left out is detected from a sample.
///
/// @param path a file or a glob
/// @param delimiter one ASCII character, or `tab`
/// @param quote one ASCII character, or `none`
/// @param escape one ASCII character
/// @param header whether the first record names the columns
/// @param encoding the files' character set
/// @param compression of the files
/// @param nullValues unquoted texts that stand for null, besides the empty text
/// @param columns types by column
/// @param inferTypes whether types are inferred
/// @param sampleBytes bytes to infer from
/// @param recordBytesMax bytes of a record at most
/// @param store where paths into buckets lead
public record CsvSourceOptions(
        @Option(
                value = "A file or a glob (`*`, `**`, `?`, `[a-c]`, `{a,b}`), relative to the recipe's folder. "
                        + "Files are read in the order of their paths.",
                examples = {"data/orders.csv", "data/**/*.csv.gz", "s3://lake/orders/*.csv"})
        String path,

        @Option(
                value = "The character between cells: one ASCII character or `tab`. Detected among , ; tab and | if "
                        + "left out.",
                examples = {";", "tab"})
        @Nullable
        String delimiter,

        @Option(
                value = "The character around cells: one ASCII character or `none`.",
                defaultValue = "\"",
                examples = {"'", "none"})
        String quote,

        @Option(
                value = "The character in front of a quote within quotes. Detected if left out: quotes are doubled, "
                        + "or a backslash stands before them.",
                examples = {"\\"})
        @Nullable
        String escape,

        @Option(
                value = "Whether the first record of each file names the columns. Detected if left out; without a "
                        + "header columns are column_1, column_2 and so on.",
                examples = {"true", "false"})
        @Nullable
        Boolean header,

        @Option(
                value = "The files' character set. A byte order mark wins over it.",
                defaultValue = "utf-8",
                examples = {"iso-8859-1", "utf-16", "windows-1252"})
        String encoding,

        @Option(value = "How files are compressed; `auto` goes by their names: .gz and .zst.", defaultValue = "auto")
        FileCompression compression,

        @Option(
                value = "Unquoted texts that stand for null, besides the empty one.",
                examples = {"[NULL, NA]"})
        List<String> nullValues,

        @Option(
                value = "Types of columns by name; the others are inferred.",
                examples = {"{zip: string, amount: decimal(12,2)}"})
        Map<String, String> columns,

        @Option(value = "Whether types are inferred; otherwise undeclared columns are strings.", defaultValue = "true")
        boolean inferTypes,

        @Option(value = "How much is looked at to detect the dialect and infer types.", defaultValue = "1MiB")
        ByteSize sampleBytes,

        @Option(value = "How large a record may be, at most 512MiB.", defaultValue = "32MiB")
        ByteSize recordBytesMax,

        @OptionGroup ObjectStore store) {
    private static final long SAMPLE_MIN = 1 << 10;
    private static final long SAMPLE_MAX = 64L << 20;
    private static final long RECORD_MIN = 1 << 10;
    private static final long RECORD_MAX = 512L << 20;

    public CsvSourceOptions {
        nullValues = List.copyOf(nullValues);
        columns = Map.copyOf(columns);
        character("delimiter", delimiter, "tab");
        character("quote", quote, "none");
        character("escape", escape, "none");
        between("sample_bytes", sampleBytes, SAMPLE_MIN, SAMPLE_MAX);
        between("record_bytes_max", recordBytesMax, RECORD_MIN, RECORD_MAX);
        if (path.isBlank()) {
            throw new IllegalArgumentException("path must name a file or a glob, such as data/*.csv");
        }
    }

    /// Options of files of this machine.
    public CsvSourceOptions(
            String path,
            @Nullable String delimiter,
            String quote,
            @Nullable String escape,
            @Nullable Boolean header,
            String encoding,
            FileCompression compression,
            List<String> nullValues,
            Map<String, String> columns,
            boolean inferTypes,
            ByteSize sampleBytes,
            ByteSize recordBytesMax) {
        this(
                path,
                delimiter,
                quote,
                escape,
                header,
                encoding,
                compression,
                nullValues,
                columns,
                inferTypes,
                sampleBytes,
                recordBytesMax,
                ObjectStore.AMAZON);
    }

    /// How to open the files.
    ///
    /// @throws io.datacook.api.DatacookException `RECIPE_UNSUPPORTED` if the encoding is unknown
    TextInput input() {
        return TextInput.of(compression, encoding);
    }

    /// Options that read a path with everything detected.
    public static CsvSourceOptions of(String path) {
        return new CsvSourceOptions(
                path,
                null,
                "\"",
                null,
                null,
                "utf-8",
                FileCompression.AUTO,
                List.of(),
                Map.of(),
                true,
                new ByteSize(1 << 20),
                new ByteSize(32 << 20));
    }

    /// The byte a character option stands for.
    static byte character(String text) {
        return switch (text) {
            case "tab", "\\t" -> '\t';
            case "none" -> 0;
            default -> (byte) text.charAt(0);
        };
    }

    private static void character(String key, @Nullable String text, String word) {
        if (text == null || text.equals(word) || (text.equals("\\t") && word.equals("tab"))) {
            return;
        }
        if (text.length() != 1 || text.charAt(0) > '~' || text.charAt(0) < '\t' || "\r\n".contains(text)) {
            throw new IllegalArgumentException(
                    "%s must be one ASCII character other than a line end, or %s, not '%s'".formatted(key, word, text));
        }
    }

    private static void between(String key, ByteSize size, long min, long max) {
        if (size.bytes() < min || size.bytes() > max) {
            throw new IllegalArgumentException(
                    "%s must be %s to %s, not %s".formatted(key, new ByteSize(min), new ByteSize(max), size));
        }
    }
}
