package io.datacook.connectors.postgres;

import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import java.time.Duration;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// What a recipe says of a PostgreSQL destination.
public record PostgresDestinationOptions(
        @OptionGroup ConnectionOptions connection,

        @Option(value = "How long one statement may run; 0s for ever.", defaultValue = "0s")
        Duration statementTimeout,

        @Option(
                value = "The table to write, created if absent; names are taken literally, upper case and all. Without "
                        + "a schema it is the first of the search path.",
                examples = {"public.orders", "orders"})
        String table,

        @Option(
                value = "How replace exchanges the rows: truncate keeps views, grants and indexes of the table; rename "
                        + "is faster.",
                defaultValue = "truncate")
        ReplaceBy replaceBy,

        @Option(
                value = "What columns of the table that are numeric without precision are taken for: text, or "
                        + "a decimal such as decimal(38,9).",
                defaultValue = "text")
        String numericAs) {

    public PostgresDestinationOptions {
        PostgresSourceOptions.decimal(numericAs);
        TableName.parse(table);
    }

    /// What the target's own columns are taken for.
    PostgresTypes types() {
        ArrowType.Decimal decimal = PostgresSourceOptions.decimal(numericAs);
        return new PostgresTypes(decimal, ArrayForm.LIST);
    }
}
