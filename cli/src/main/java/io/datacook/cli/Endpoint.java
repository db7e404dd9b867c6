package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A system as people name it on a command line: a path, `type:path`, or a URL.
///
/// @param type the connector's type
/// @param options what the recipe says of it, in order
/// @param secretIn the variable that must hold the password, or empty
record Endpoint(String type, Map<String, String> options, String secretIn) {
    private static final String PASSWORD = "PGPASSWORD";

    Endpoint {
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /// Understands `postgres://user@host/db`, `duckdb:dw.duckdb`, `parquet:out/orders` and plain paths.
    ///
    /// @throws DatacookException `USAGE` with what is understood
    static Endpoint parse(String text) {
        if (text.matches("(?i)postgres(ql)?://.*")) {
            return postgres(text);
        }
        int colon = text.indexOf(':');
        if (colon > 1 && text.substring(0, colon).matches("[a-z]+") && !text.startsWith("://", colon)) {
            return new Endpoint(text.substring(0, colon), Map.of("path", text.substring(colon + 1)), "");
        }
        return new Endpoint(typeOf(text), Map.of("path", text), "");
    }

    private static String typeOf(String path) {
        String plain = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst|zstd)$", "");
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv", "tsv", "txt" -> "csv";
            case "json", "ndjson", "jsonl" -> "json";
            case "parquet", "pq" -> "parquet";
            case "duckdb", "db" -> "duckdb";
            default ->
                throw new DatacookException(
                        ErrorCode.USAGE,
                        ("'%s' does not say which system it is\nWrite a path that ends in .csv, .tsv, .json, .ndjson, "
                                        + ".parquet or .duckdb (or with .gz or .zst behind), type:path such as "
                                        + "parquet:out/orders, or postgres://user@host/database.")
                                .formatted(path));
        };
    }

    /// The password goes to a variable: recipes are committed and shared.
    private static Endpoint postgres(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new DatacookException(
                    ErrorCode.USAGE, "the URL does not parse\nWrite postgres://user@host:5432/database.", malformed);
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("host", uri.getHost() == null ? "localhost" : uri.getHost());
        if (uri.getPort() > 0) {
            options.put("port", Integer.toString(uri.getPort()));
        }
        String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        if (!database.isEmpty()) {
            options.put("database", database);
        }
        String user = uri.getUserInfo() == null ? "" : uri.getUserInfo().replaceFirst(":.*", "");
        if (!user.isEmpty()) {
            options.put("user", user);
        }
        boolean secret = uri.getUserInfo() != null && uri.getUserInfo().contains(":");
        if (secret) {
            options.put("password", "${env:" + PASSWORD + "}");
        }
        return new Endpoint("postgres", options, secret ? PASSWORD : "");
    }

    /// The same with another option.
    Endpoint with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new Endpoint(type, more, secretIn);
    }

    boolean isFiles() {
        return options.containsKey("path") && !type.equals("duckdb");
    }

    /// YAML lines, indented by two spaces.
    String yaml() {
        return "  type: " + type + "\n"
                + options.entrySet().stream()
                        .map(option -> "  " + option.getKey() + ": " + quoted(option.getValue()) + "\n")
                        .collect(Collectors.joining());
    }

    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null|yes|no")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
