package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the options of all three roles share: how to reach a server. Each record's components answer these.
interface ConnectionOptions {
    /// Words `sslmode` allows, weakest first.
    List<String> SSL_MODES = List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /// `postgres://user:password@host:port/database?sslmode=…`, or `null` if the parts are given one by one.
    @Nullable
    Secret url();

    /// The server's name or address, or `null`.
    @Nullable
    String host();

    /// The server's port.
    int port();

    /// The database, or `null`.
    @Nullable
    String database();

    /// Who logs in, or `null` for the name of the operating system's user.
    @Nullable
    String user();

    /// The password, or `null` if the server asks for none.
    @Nullable
    Secret password();

    /// How much the connection must be encrypted, one of [#SSL_MODES].
    String sslmode();

    /// The authority's certificate for `verify-ca` and `verify-full`, or `null` for the user's own.
    @Nullable
    Path sslrootcert();

    /// The name `pg_stat_activity` shows.
    String applicationName();

    /// How long to wait for a connection.
    Duration connectTimeout();

    /// How long one statement may run, zero for ever.
    Duration statementTimeout();

    /// Refuses values that no server could take.
    default void checkConnection() {
        if (!SSL_MODES.contains(sslmode())) {
            throw invalid("sslmode is '%s', which PostgreSQL does not know; write one of %s"
                    .formatted(sslmode(), String.join(", ", SSL_MODES)));
        }
        if (port() < 1 || port() > 65_535) {
            throw invalid("port is %d; ports are 1 to 65535".formatted(port()));
        }
        if (url() != null && (host() != null || database() != null || user() != null)) {
            throw invalid("url and host, database or user are both given; write either the url or the parts");
        }
    }

    /// A recipe that cannot be right.
    static DatacookException invalid(String message) {
        return new DatacookException(ErrorCode.RECIPE_INVALID, message);
    }
}
