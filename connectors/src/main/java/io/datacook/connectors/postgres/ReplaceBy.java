package io.datacook.connectors.postgres;

/// How a replaced table gets its new rows; both in one transaction.
public enum ReplaceBy {
    /// The table is emptied and filled from the new rows: views, grants, indexes and triggers stay.
    TRUNCATE,
    /// The table is dropped and the new one takes its name: fast, but views on it stand in the way.
    RENAME
}
