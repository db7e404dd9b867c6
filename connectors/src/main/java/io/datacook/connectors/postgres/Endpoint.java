package io.datacook.connectors.postgres;

import io.datacook.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A server, a database and how to log in, gathered from options or from a URL.
///
/// The password is kept wrapped until the driver needs it, so that printing an endpoint shows none.
record Endpoint(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable Secret password,
        String sslmode,
        @Nullable Path sslrootcert,
        String applicationName,
        Duration connectTimeout,
        Duration statementTimeout) {

    /// @param statementTimeout how long one statement may run, zero for ever
    /// @throws DatacookException `RECIPE_INVALID` if the parts contradict each other or the URL is none; its
    ///     message never repeats the URL
    static Endpoint of(ConnectionOptions options, Duration statementTimeout) {
        options.check();
        Secret url = options.url();
        return url == null ? ofParts(options, statementTimeout) : ofUrl(url, options, statementTimeout);
    }

    private static Endpoint ofParts(ConnectionOptions options, Duration statementTimeout) {
        String database = options.database();
        if (database == null) {
            throw ConnectionOptions.invalid("database is missing; write `database:` beside `host:`, or a `url:`");
        }
        String host = options.host();
        return new Endpoint(
                host == null ? "localhost" : host,
                options.port(),
                database,
                options.user(),
                options.password(),
                options.sslmode(),
                options.sslrootcert(),
                options.applicationName(),
                options.connectTimeout(),
                statementTimeout);
    }

    private static Endpoint ofUrl(Secret secret, ConnectionOptions options, Duration statementTimeout) {
        URI uri = parse(secret);
        TreeMap<String, String> parameters = parameters(uri);
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = login.length > 0 ? decode(login[0]) : parameters.remove("user");
        String inUrl = login.length > 1 ? decode(login[1]) : parameters.remove("password");
        Secret password = options.password() != null ? options.password() : inUrl == null ? null : Secret.of(inUrl);
        String sslmode = parameters.remove("sslmode");
        String certificate = parameters.remove("sslrootcert");
        String application = parameters.remove("application_name");
        String wait = parameters.remove("connect_timeout");
        if (!parameters.isEmpty()) {
            throw ConnectionOptions.invalid(("the url has the parameter '%s', which is not supported; allowed are "
                            + "application_name, connect_timeout, password, sslmode, sslrootcert and user")
                    .formatted(parameters.firstKey()));
        }
        if (sslmode != null && !ConnectionOptions.SSL_MODES.contains(sslmode)) {
            throw ConnectionOptions.invalid(
                    "the url's sslmode is none of " + String.join(", ", ConnectionOptions.SSL_MODES));
        }
        return new Endpoint(
                uri.getHost(),
                uri.getPort() == -1 ? 5432 : uri.getPort(),
                decode(uri.getRawPath().substring(1)),
                user,
                password,
                sslmode == null ? options.sslmode() : sslmode,
                certificate == null ? options.sslrootcert() : Path.of(certificate),
                application == null ? options.applicationName() : application,
                wait == null ? options.connectTimeout() : seconds(wait),
                statementTimeout);
    }

    private static URI parse(Secret secret) {
        String text = secret.reveal().strip();
        if (text.startsWith("jdbc:")) {
            text = text.substring("jdbc:".length());
        }
        if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
            try {
                URI uri = new URI(text);
                if (uri.getHost() != null && uri.getRawPath().length() > 1) {
                    return uri;
                }
            } catch (URISyntaxException broken) {
                // Its message repeats the text, and with it the password: told apart below without it.
            }
        }
        throw ConnectionOptions.invalid("url is no PostgreSQL URL; write postgres://user:password@host:port/database, "
                + "with special characters of the user and password percent-encoded (@ as %40, # as %23, / as %2F)");
    }

    private static TreeMap<String, String> parameters(URI uri) {
        TreeMap<String, String> parameters = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        // A plus sign is itself in the parts of a URL; only forms spell blanks so.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Duration seconds(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw ConnectionOptions.invalid("the url's connect_timeout is no number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /// For the driver, without who logs in and how.
    String driverUrl() {
        String address = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + address + ":" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /// For the driver, beside its URL.
    Properties properties() {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password.reveal());
        }
        properties.setProperty("sslmode", sslmode);
        if (sslrootcert != null) {
            properties.setProperty("sslrootcert", sslrootcert.toString());
        }
        properties.setProperty("ApplicationName", applicationName);
        long seconds = Math.max(1, connectTimeout.toSeconds());
        properties.setProperty("connectTimeout", Long.toString(seconds));
        properties.setProperty("loginTimeout", Long.toString(seconds));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /// `db.example:5432/sales`.
    String describe() {
        return host + ":" + port + "/" + database;
    }
}
