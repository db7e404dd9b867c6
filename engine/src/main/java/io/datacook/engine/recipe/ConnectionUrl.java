package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes `postgres://user:password@host:5432/database?sslmode=require` apart into a connection's keys.
///
/// `duckdb:///data/dw.duckdb` and `duckdb:dw.duckdb` give a `path`. Parts may be percent-encoded or `${…}` references.
final class ConnectionUrl {
    /// Stands between a variable's name and the part of its URL that a reference means.
    static final String PASSWORD = "#password";

    private ConnectionUrl() {}

    /// The connection's keys.
    ///
    /// @param variable the environment variable the URL is from: its password then stays there, as a reference; or
    ///     `null` for a URL in a file
    static Mapping parse(String url, Place place, @Nullable String variable) {
        List<Entry> entries = new ArrayList<>();
        int colon = url.indexOf(':');
        String scheme = url.substring(0, Math.max(0, colon));
        add(entries, "type", scheme.equals("postgresql") ? "postgres" : scheme, place);
        String rest = url.substring(colon + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String address = question < 0 ? rest : rest.substring(0, question);
        if (!address.startsWith("//") || address.startsWith("///")) {
            add(entries, "path", decode(address.startsWith("///") ? address.substring(2) : address), place);
        } else {
            authority(entries, address.substring(2), place, variable);
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(entries, decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)), place);
            }
        }
        return new Mapping(entries, place);
    }

    /// The password inside a URL, for references into a variable; `null` if it has none.
    static @Nullable String password(String url) {
        int start = url.indexOf("//");
        String address = start < 0 ? "" : url.substring(start + 2);
        String userInfo = userInfo(address);
        int colon = userInfo == null ? -1 : outside(userInfo, ':', 0);
        return userInfo == null || colon < 0 ? null : decode(userInfo.substring(colon + 1));
    }

    private static void authority(List<Entry> entries, String address, Place place, @Nullable String variable) {
        String userInfo = userInfo(address);
        String hostAndPath = userInfo == null ? address : address.substring(userInfo.length() + 1);
        int slash = outside(hostAndPath, '/', 0);
        String host = slash < 0 ? hostAndPath : hostAndPath.substring(0, slash);
        int portColon = host.endsWith("]") ? -1 : host.lastIndexOf(':');
        boolean port = portColon >= 0 && host.substring(portColon + 1).matches("[0-9]{1,5}");
        add(entries, "host", decode(port ? host.substring(0, portColon) : host), place);
        if (port) {
            entries.add(new Entry("port", place, new Scalar(host.substring(portColon + 1), Kind.INTEGER, place)));
        }
        if (slash >= 0) {
            add(entries, "database", decode(hostAndPath.substring(slash + 1)), place);
        }
        if (userInfo != null) {
            int colon = outside(userInfo, ':', 0);
            add(entries, "user", decode(colon < 0 ? userInfo : userInfo.substring(0, colon)), place);
            if (colon >= 0) {
                String password =
                        variable == null ? decode(userInfo.substring(colon + 1)) : "${env:" + variable + PASSWORD + "}";
                add(entries, "password", password, place);
            }
        }
    }

    /// What stands before the last `@` of the authority, or `null`.
    private static @Nullable String userInfo(String address) {
        int end = outside(address, '/', 0);
        int at = address.lastIndexOf('@', end < 0 ? address.length() : end);
        return at < 0 ? null : address.substring(0, at);
    }

    /// Where a character stands outside `${…}`, or -1.
    private static int outside(String text, char wanted, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '$' && i + 1 < text.length() && text.charAt(i + 1) == '{') {
                depth++;
            } else if (letter == '}' && depth > 0) {
                depth--;
            } else if (letter == wanted && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void add(List<Entry> entries, String key, String value, Place place) {
        boolean known = entries.stream().anyMatch(entry -> entry.key().equals(key));
        if (!value.isEmpty() && !known) {
            entries.add(new Entry(key, place, Scalar.text(value, place)));
        }
    }

    private static String decode(String text) {
        if (References.present(text) || text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
