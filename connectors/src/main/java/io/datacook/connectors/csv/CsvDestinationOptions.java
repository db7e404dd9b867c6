package io.datacook.connectors.csv;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.ObjectStore;
import org.jspecify.annotations.Nullable;

/// How to write CSV files.
///
/// @param path a folder or a file
/// @param delimiter between cells
/// @param quote around cells that need it
/// @param header whether the first line names the columns
/// @param nullText what stands for null
/// @param compression of the files
/// @param columnOrder order of the columns
/// @param fileSize when a file in a folder is ended
/// @param store where paths into buckets lead
public record CsvDestinationOptions(
        @Option(
                value = "A folder, or one file if it ends in .csv (.csv.gz, .csv.zst where compressed), "
                        + "relative to the "
                        + "recipe's folder.",
                examples = {"out/orders", "out/orders.csv", "s3://lake/orders"})
        String path,

        @Option(
                value = "The character between cells: one ASCII punctuation character or `tab`. Left out it is "
                        + "a comma, "
                        + "or a tab if the path ends in .tsv.",
                examples = {";", "tab"})
        @Nullable
        String delimiter,

        @Option(value = "The character around cells that need it.", defaultValue = "\"")
        String quote,

        @Option(value = "Whether the first line names the columns.", defaultValue = "true")
        boolean header,

        @Option(
                value = "What stands for null, unquoted; nothing if left out. A string that reads the same is quoted.",
                examples = {"NULL", "\\N"})
        @Nullable
        String nullText,

        @Option(value = "none, gzip or zstd; `auto` goes by the end of `path`.", defaultValue = "auto")
        FileCompression compression,

        @Option(value = "`given` keeps the order of the columns, `sorted` orders them by name.", defaultValue = "given")
        Order columnOrder,

        @Option(value = "A file in a folder is ended once it has this size.", defaultValue = "128MiB")
        ByteSize fileSize,

        @OptionGroup ObjectStore store) {
    /// Order of columns in a file.
    public enum Order {
        /// As they come.
        GIVEN,
        /// By name, so that the same rows give the same bytes whatever the source's order.
        SORTED
    }

    public CsvDestinationOptions {
        delimiter = delimiter == null ? Endings.isTabbed(path) ? "tab" : "," : delimiter;
        nullText = nullText == null ? "" : nullText;
        if (!delimiter.equals("tab") && !delimiter.equals("\\t") && !isSpecial(delimiter)) {
            throw new IllegalArgumentException(
                    "delimiter must be tab or one of , ; | ~ ^ ! # $ %% & * = @ _, not '%s'".formatted(delimiter));
        }
        if (quote.length() != 1 || "\"'`".indexOf(quote.charAt(0)) < 0) {
            throw new IllegalArgumentException("quote must be \" or ' or `, not '%s'".formatted(quote));
        }
        if (nullText.chars().anyMatch(character -> character < ' ')
                || nullText.contains(quote)
                || nullText.indexOf(CsvSourceOptions.character(delimiter)) >= 0) {
            throw new IllegalArgumentException(
                    "null_text '%s' must hold no quote, delimiter or line end".formatted(nullText));
        }
        if (fileSize.bytes() < 1) {
            throw new IllegalArgumentException("file_size must be at least 1 byte");
        }
    }

    /// Options of files of this machine.
    public CsvDestinationOptions(
            String path,
            @Nullable String delimiter,
            String quote,
            boolean header,
            @Nullable String nullText,
            FileCompression compression,
            Order columnOrder,
            ByteSize fileSize) {
        this(path, delimiter, quote, header, nullText, compression, columnOrder, fileSize, ObjectStore.AMAZON);
    }

    /// Options that write a path with the defaults.
    public static CsvDestinationOptions of(String path) {
        return new CsvDestinationOptions(
                path, null, "\"", true, null, FileCompression.AUTO, Order.GIVEN, new ByteSize(128 << 20));
    }

    /// Characters that no number, date or boolean holds, so that only texts need quotes.
    private static boolean isSpecial(String text) {
        return text.length() == 1 && ",;|~^!#$%&*=@_".indexOf(text.charAt(0)) >= 0;
    }
}
