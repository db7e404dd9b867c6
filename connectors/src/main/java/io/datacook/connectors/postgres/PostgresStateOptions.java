package io.datacook.connectors.postgres;

import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import java.time.Duration;

/// What a recipe says of state kept in PostgreSQL.
public record PostgresStateOptions(
        @OptionGroup ConnectionOptions connection,

        @Option(value = "How long one statement may run; 0s for ever.", defaultValue = "30s")
        Duration statementTimeout,

        @Option(value = "The table that keeps the state, created if absent.", defaultValue = "_datacook_state")
        String table) {

    public PostgresStateOptions {
        TableName.parse(table);
    }
}
