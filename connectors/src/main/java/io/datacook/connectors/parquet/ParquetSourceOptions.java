package io.datacook.connectors.parquet;

import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.connectors.files.ObjectStore;

/// Options of `source: { type: parquet, … }`.
///
/// @param path a file, a folder or a pattern
/// @param store where paths into buckets lead
public record ParquetSourceOptions(
        @Option(
                value = "Files to read, relative to the recipe's folder: a file, a folder with all its .parquet files, "
                        + "or a pattern with `*`, `**`, `?`, `[a-c]`, `{a,b}`.",
                examples = {"data/orders.parquet", "data/lineitem", "s3://lake/**/part-*.parquet"})
        String path,

        @OptionGroup ObjectStore store) {
    /// Options of files of this machine.
    public ParquetSourceOptions(String path) {
        this(path, ObjectStore.AMAZON);
    }
}
