package io.datacook.connectors.csv;

/// Puts texts into quotes where they need them. Stateless; safe for all threads.
final class Quoting {
    private Quoting() {}

    /// The text as a cell: quoted if it is empty or holds a delimiter, quote or line end, or begins or ends with a
    /// space.
    static String quoted(String text, char delimiter, char quote) {
        boolean needed = text.isEmpty() || text.startsWith(" ") || text.endsWith(" ");
        for (int i = 0; i < text.length() && !needed; i++) {
            char next = text.charAt(i);
            needed = next == delimiter || next == quote || next == '\n' || next == '\r';
        }
        if (!needed) {
            return text;
        }
        String mark = String.valueOf(quote);
        return mark + text.replace(mark, mark + mark) + mark;
    }
}
