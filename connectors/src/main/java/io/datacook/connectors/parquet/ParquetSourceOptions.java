package io.datacook.connectors.parquet;

import io.datacook.api.Option;

/// Options of `source: { type: parquet, … }`.
///
/// @param path a file, a folder or a pattern
public record ParquetSourceOptions(
        @Option(
                value = "Files to read, relative to the recipe's folder: a file, a folder with all its .parquet files, "
                        + "or a pattern with `*`, `**`, `?`, `[a-c]`, `{a,b}`.",
                examples = {"data/orders.parquet", "data/lineitem", "data/**/part-*.parquet"})
        String path) {}
