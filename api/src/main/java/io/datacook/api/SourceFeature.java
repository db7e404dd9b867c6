package io.datacook.api;

/// What a source can do. Listed by `list-connectors`, read by the planner, proven by the source contract.
public enum SourceFeature {
    /// Continues inside a split from the position of a committed batch.
    RESUME,
    /// The same split read again gives the same rows, also after a restart: files, ranges bound by a cursor.
    REPEATABLE,
    /// Reads only the rows of a [CursorRange] by itself; without it the engine filters.
    CURSOR_PUSHDOWN,
    /// Reads only the columns it is asked for.
    PROJECTION,
    /// Gives typed columns; without it types are inferred from a sample.
    TYPED
}
