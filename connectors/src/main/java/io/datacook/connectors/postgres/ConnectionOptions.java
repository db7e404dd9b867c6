package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How to reach a server: the options that all three roles share.
///
/// @param url `postgres://user:password@host:port/database?sslmode=…`, or `null` if the parts are given one by one
/// @param host the server's name or address, or `null`
/// @param port the server's
/// @param database its name, or `null`
/// @param user who logs in, or `null` for the name of the operating system's user
/// @param password `null` if the server asks for none
/// @param sslmode how much the connection must be encrypted, one of [#SSL_MODES]
/// @param sslrootcert the authority's certificate for `verify-ca` and `verify-full`, or `null` for the user's own
/// @param applicationName the name `pg_stat_activity` shows
/// @param connectTimeout how long to wait for a connection
public record ConnectionOptions(
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

        @Option(value = "The database.", examples = "sales") @Nullable
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
        Duration connectTimeout) {
    /// Words `sslmode` allows, weakest first.
    static final List<String> SSL_MODES = List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /// Refuses values that no server could take.
    void check() {
        if (!SSL_MODES.contains(sslmode)) {
            throw invalid("sslmode is '%s', which PostgreSQL does not know; write one of %s"
                    .formatted(sslmode, String.join(", ", SSL_MODES)));
        }
        if (port < 1 || port > 65_535) {
            throw invalid("port is %d; ports are 1 to 65535".formatted(port));
        }
        if (url != null && (host != null || database != null || user != null)) {
            throw invalid("url and host, database or user are both given; write either the url or the parts");
        }
    }

    /// A recipe that cannot be right.
    static DatacookException invalid(String message) {
        return new DatacookException(ErrorCode.RECIPE_INVALID, message);
    }
}
