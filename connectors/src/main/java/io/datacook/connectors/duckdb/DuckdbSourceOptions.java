package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a recipe says of a DuckDB source.
public record DuckdbSourceOptions(
        @Option(
                value = "The database file; relative paths start at the recipe's folder. It is opened for "
                        + "reading only.",
                examples = "warehouse.duckdb")
        Path path,

        @Option(
                value = "The table or view to read, with its schema in front where that is not `main`; the table "
                        + "`main` if neither this nor query is given.",
                examples = {"orders", "sales.orders"})
        @Nullable
        String table,

        @Option(value = "A SELECT to read instead of a table; it is read by one lane, in one epoch.") @Nullable
        String query,

        @Option(
                value = "How much memory DuckDB's buffers may take, at least 16MiB; more is spilled to disk. Left out,"
                        + " a fifth of the run's memory for rows, 24 to 64MiB.",
                examples = "256MiB")
        @Nullable
        ByteSize memoryLimit,

        @Option(
                value = "Threads that work on a statement, 1 to 64, and one for each 32MiB of memory_limit at most.",
                defaultValue = "2")
        int threads) {

    /// The table read where a recipe names none.
    static final String TABLE_DEFAULT = "main";

    public DuckdbSourceOptions {
        if (table != null && query != null) {
            throw new DatacookException(ErrorCode.RECIPE_INVALID, "table and query are both given; write one of them");
        }
        if (query != null && query.isBlank()) {
            throw new DatacookException(ErrorCode.RECIPE_INVALID, "query is empty; write a SELECT");
        }
    }
}
