package io.datacook.connectors.postgres;

import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.api.TypeNames;
import java.time.Duration;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// What a recipe says of a PostgreSQL source.
public record PostgresSourceOptions(
        @OptionGroup ConnectionOptions connection,

        @Option(value = "How long one statement may run; 0s for ever.", defaultValue = "0s")
        Duration statementTimeout,

        @Option(
                value = "The table, view or materialized view to read; names are taken literally, upper case and all.",
                examples = {"public.orders", "orders"})
        @Nullable
        String table,

        @Option(value = "A SELECT to read instead of a table; it is read by one lane.") @Nullable
        String query,

        @Option(
                value = "What a numeric without precision becomes: text, which loses nothing, or a decimal such as "
                        + "decimal(38,9), where values that do not fit are bad rows.",
                defaultValue = "text")
        String numericAs,

        @Option(
                value = "What infinite dates and timestamps become: error (a bad row), as_null, or clamp (0001-01-01 "
                        + "and 9999-12-31).",
                defaultValue = "error")
        Infinity infinity,

        @Option(
                value = "What arrays become: list (arrays of more dimensions are bad rows) or text.",
                defaultValue = "list")
        ArrayForm arrays,

        @Option(
                value = "Whether all lanes read one snapshot; a connection holds it open meanwhile.",
                defaultValue = "true")
        boolean sharedSnapshot) {

    public PostgresSourceOptions {
        if (table != null && query != null) {
            throw ConnectionOptions.invalid("table and query are both given; write one of them");
        }
        if (query != null && query.isBlank()) {
            throw ConnectionOptions.invalid("query is empty; write a SELECT");
        }
        decimal(numericAs);
    }

    /// What types become under these options.
    PostgresTypes types() {
        return new PostgresTypes(decimal(numericAs), arrays);
    }

    /// The decimal an option names, or `null` for text.
    static ArrowType.@Nullable Decimal decimal(String text) {
        if (text.equals("text")) {
            return null;
        }
        try {
            if (TypeNames.parse(text) instanceof ArrowType.Decimal decimal && decimal.getScale() >= 0) {
                return decimal;
            }
        } catch (IllegalArgumentException unknown) {
            // Said below in the option's own words.
        }
        throw ConnectionOptions.invalid(
                "numeric_as is '%s'; write text, or a decimal such as decimal(38,9)".formatted(text));
    }
}
