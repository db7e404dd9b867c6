package io.datacook.connectors.parquet;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.connectors.files.ObjectStore;
import java.util.List;

/// Options of `destination: { type: parquet, … }`.
public record ParquetDestinationOptions(
        @Option(
                value = "Where files go, relative to the recipe's folder: a folder, or one file if it ends in "
                        + ".parquet.",
                examples = {"out/lineitem", "out/lineitem.parquet", "s3://lake/lineitem"})
        String path,

        @Option(
                value = "How pages are compressed: snappy, zstd, gzip, lz4_raw or none.",
                defaultValue = "snappy",
                examples = {"zstd"})
        Compression compression,

        @Option(
                value = "How hard to compress: zstd 1 to 22, gzip 1 to 9; 0 takes zstd 1 and gzip 6.",
                defaultValue = "0",
                examples = {"3"})
        int compressionLevel,

        @Option(
                value = "A row group ends once its pages have this size compressed; it is held in memory until then.",
                defaultValue = "16MiB")
        ByteSize rowGroupSize,

        @Option(value = "A row group ends once it has so many rows, 1000 or more.", defaultValue = "1048576")
        long rowGroupRows,

        @Option(
                value = "A page ends once its values have this size before compression, or 32768 entries.",
                defaultValue = "256KiB")
        ByteSize pageSize,

        @Option(value = "A file of a folder ends once it has this size.", defaultValue = "128MiB")
        ByteSize fileSize,

        @Option(
                value = "Columns that get a bloom filter, so that readers skip row groups when they look for "
                        + "one value.",
                examples = {"[order_id]"})
        List<String> bloomFilters,

        @OptionGroup ObjectStore store) {
    private static final int PAGE_ROWS = 32_768;
    private static final int DICTIONARY_BYTES = 1 << 20;
    private static final int DICTIONARY_BYTES_SHARED = 4 << 20;

    public ParquetDestinationOptions {
        bloomFilters = List.copyOf(bloomFilters);
        compression.requireLevel(compressionLevel);
        require(rowGroupRows >= 1000, "row_group_rows is %d; allowed is 1000 or more", rowGroupRows);
        require(
                rowGroupSize.bytes() >= 1 << 20 && rowGroupSize.bytes() <= 1 << 30,
                "row_group_size is %s; allowed are 1MiB to 1GiB",
                rowGroupSize);
        require(
                pageSize.bytes() >= 4096 && pageSize.bytes() <= 64 << 20,
                "page_size is %s; allowed are 4KiB to 64MiB",
                pageSize);
        require(fileSize.bytes() >= 64 << 10, "file_size is %s; allowed is 64KiB or more", fileSize);
    }

    /// Options of files of this machine.
    public ParquetDestinationOptions(
            String path,
            Compression compression,
            int compressionLevel,
            ByteSize rowGroupSize,
            long rowGroupRows,
            ByteSize pageSize,
            ByteSize fileSize,
            List<String> bloomFilters) {
        this(
                path,
                compression,
                compressionLevel,
                rowGroupSize,
                rowGroupRows,
                pageSize,
                fileSize,
                bloomFilters,
                ObjectStore.AMAZON);
    }

    WriteSettings settings() {
        return new WriteSettings(
                compression,
                compressionLevel,
                rowGroupSize.bytes(),
                rowGroupRows,
                PAGE_ROWS,
                (int) pageSize.bytes(),
                DICTIONARY_BYTES,
                DICTIONARY_BYTES_SHARED,
                bloomFilters);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new DatacookException(ErrorCode.RECIPE_INVALID, "destination." + rule.formatted(value));
        }
    }
}
