package io.datacook.connectors.duckdb;

import java.util.Collection;
import java.util.stream.Collectors;

/// Spells names and texts as SQL.
///
/// Stateless; safe for all threads.
final class Sql {
    private Sql() {}

    /// A name in quotes.
    static String name(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /// A text literal.
    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// Names in quotes with commas between.
    static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }
}
