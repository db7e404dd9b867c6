package io.datacook.connectors.duckdb;

import io.datacook.api.Position;
import io.datacook.api.Split;

/// Row numbers to read.
///
/// @param from the first one
/// @param to the one after the last
record RowRange(long from, long to) {
    /// The field of a split and of a position that holds the first row number to read.
    static final String FROM = "rowid";
    /// The field of a split that holds the row number after its last.
    static final String TO = "end";

    /// What is left of a split.
    static RowRange of(Split split, Position position) {
        long start = position.isStart() ? new Position(split.fields()).number(FROM) : position.number(FROM);
        return new RowRange(start, new Position(split.fields()).number(TO));
    }

    /// The condition on rows.
    String condition() {
        return "rowid >= " + from + " AND rowid < " + to;
    }
}
