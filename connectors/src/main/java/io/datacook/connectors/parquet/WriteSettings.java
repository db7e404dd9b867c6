package io.datacook.connectors.parquet;

import java.util.List;

/// How a file is laid out.
///
/// **Memory of one open file**, beside the compressed pages of the row group: for each leaf column at most
/// [#pageRows] values with their levels and a dictionary; both shrink as columns grow in number, so that all columns
/// together hold about 20 MiB at most, what dictionaries share included.
///
/// @param compression of pages
/// @param level 0 for the codec's own default
/// @param groupBytes compressed bytes that end a row group
/// @param groupRows rows that end a row group
/// @param pageRows entries that end a page
/// @param pageBytes bytes before compression that end a page
/// @param dictionaryBytes what a column's dictionary may take in any case
/// @param dictionaryBytesShared what dictionaries that need more may take together; beyond it one is given up
/// @param bloomColumns columns, dotted, that get a bloom filter
record WriteSettings(
        Compression compression,
        int level,
        long groupBytes,
        long groupRows,
        int pageRows,
        int pageBytes,
        int dictionaryBytes,
        int dictionaryBytesShared,
        List<String> bloomColumns) {
    private static final int COLUMNS_AT_FULL_SIZE = 8;

    WriteSettings {
        bloomColumns = List.copyOf(bloomColumns);
    }

    /// Settings that hold little memory also in wide tables.
    WriteSettings forColumns(int columns) {
        double share = Math.min(1.0, COLUMNS_AT_FULL_SIZE / (double) Math.max(1, columns));
        return new WriteSettings(
                compression,
                level,
                groupBytes,
                groupRows,
                Math.max(1024, (int) (pageRows * share)),
                Math.max(16 << 10, (int) (pageBytes * share)),
                Math.max(16 << 10, (int) (dictionaryBytes * share)),
                dictionaryBytesShared,
                bloomColumns);
    }
}
