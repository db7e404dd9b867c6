package io.datacook.connectors.postgres;

import io.datacook.api.Option;
import io.datacook.api.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// What a recipe says of a PostgreSQL destination.
public record PostgresDestinationOptions(
        @Option(
                value = "The whole connection: postgres://user:password@host:port/database, with sslmode, sslrootcert, "
                        + "application_name and connect_timeout as parameters.",
                examples = "${env:DATABASE_URL}")
        @Nullable
        Secret url,

        @Option(value = "The server's name or address; localhost if neither this nor url is given.") @Nullable
        String host,

        @Option(value = "The server's port.", defaultValue = "5432")
        int port,

        @Option(value = "The database.", examples = "warehouse") @Nullable
        String database,

        @Option(value = "Who logs in; the operating system's user if absent.") @Nullable
        String user,

        @Option(value = "The password.", examples = "${env:PGPASSWORD}") @Nullable
        Secret password,

        @Option(
                value = "How much the connection must be encrypted: disable, allow, prefer, require, verify-ca or "
                        + "verify-full.",
                defaultValue = "prefer")
        String sslmode,

        @Option(value = "The authority's certificate, for verify-ca and verify-full.") @Nullable
        Path sslrootcert,

        @Option(value = "The name pg_stat_activity shows.", defaultValue = "datacook")
        String applicationName,

        @Option(value = "How long to wait for a connection.", defaultValue = "10s")
        Duration connectTimeout,

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
        String numericAs)
        implements ConnectionOptions {

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
