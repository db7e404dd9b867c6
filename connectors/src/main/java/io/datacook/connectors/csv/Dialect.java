package io.datacook.connectors.csv;

/// How a file spells records: its special characters and whether its first record names the columns.
///
/// @param delimiter between cells, one ASCII character
/// @param quote around cells, one ASCII character, or 0 if nothing is quoted
/// @param escape in front of a quote within quotes; the same as `quote` where quotes are doubled
/// @param header whether the first record names the columns
record Dialect(byte delimiter, byte quote, byte escape, boolean header) {
    /// Whether quotes within quotes are doubled rather than escaped.
    boolean doubled() {
        return escape == quote;
    }
}
