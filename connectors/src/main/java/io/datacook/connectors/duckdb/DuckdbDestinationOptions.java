package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import io.datacook.api.Option;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a recipe says of a DuckDB destination.
public record DuckdbDestinationOptions(
        @Option(
                value = "The database file, created on the first load; relative paths start at the recipe's folder.",
                examples = "warehouse.duckdb")
        Path path,

        @Option(
                value = "The table to load, with its schema in front where that is not `main`; created on "
                        + "the first load.",
                defaultValue = "main",
                examples = {"orders", "sales.orders"})
        String table,

        @Option(
                value = "How much memory DuckDB's buffers may take, at least 16MiB; more is spilled to disk. Left out,"
                        + " three fifths of the run's memory for rows, 48 to 128MiB.",
                examples = "256MiB")
        @Nullable
        ByteSize memoryLimit,

        @Option(
                value = "Threads that work on a statement, 1 to 64, and one for each 32MiB of memory_limit at most.",
                defaultValue = "2")
        int threads) {}
