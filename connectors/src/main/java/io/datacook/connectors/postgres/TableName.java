package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table as a recipe names it, and how names are quoted.
///
/// Names are taken literally: `public.Orders` is the table `Orders`, upper case and all. A part that holds a dot is
/// written in double quotes.
///
/// @param schema the schema, or `null` for the first of the search path that has or may have the table
record TableName(@Nullable String schema, String table) {
    /// Longer names are cut by the server without a word, so that two could become one.
    static final int NAME_BYTES_MAX = 63;

    /// Parses `orders`, `sales.orders` or `"my.schema".orders`.
    static TableName parse(String text) {
        List<String> parts = parts(text);
        if (parts.isEmpty() || parts.size() > 2 || parts.stream().anyMatch(String::isEmpty)) {
            throw ConnectionOptions.invalid(
                    "table is '%s', which is no table name; write schema.table, with names that hold a dot in quotes"
                            .formatted(text));
        }
        return parts.size() == 1 ? new TableName(null, parts.getFirst()) : new TableName(parts.get(0), parts.get(1));
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                part.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /// The same table with its schema known.
    TableName in(String schemaName) {
        return new TableName(schemaName, table);
    }

    /// `"sales"."orders"`, for statements.
    String quoted() {
        return schema == null ? quote(table) : quote(schema) + "." + quote(table);
    }

    /// `sales.orders`, for people and for recipes.
    @Override
    public String toString() {
        return schema == null ? plain(table) : plain(schema) + "." + plain(table);
    }

    private static String plain(String name) {
        return name.contains(".") || name.contains("\"") ? quote(name) : name;
    }

    /// A name in double quotes, whatever it holds.
    static String quote(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH, "a name holds the character 0, which PostgreSQL cannot store");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// A text in single quotes; sessions keep `standard_conforming_strings` on.
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// Refuses a name the server would cut.
    ///
    /// @param what `column` or `table`, for the message
    static void checkLength(String what, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > NAME_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    ("the %s name '%s' has %d bytes and PostgreSQL keeps %d; shorten it, for columns with a "
                                    + "rename_columns step")
                            .formatted(what, name, bytes, NAME_BYTES_MAX));
        }
    }
}
