package io.datacook.api;

/// What a destination can do. Listed by `list-connectors`, read by the planner, proven by the destination contract.
///
/// A destination is [#STAGED], [#TRANSACTIONAL], [#TABLE_FORMAT] or, with none of them, at least once; its
/// [EpochWriter]s are of that class.
public enum DestinationFeature {
    /// Writers are [EpochWriter.Staged]: invisible files, a manifest in the state, then an idempotent publish.
    STAGED,
    /// Writers are [EpochWriter.Transactional]: the system's own transaction is the commit point.
    TRANSACTIONAL,
    /// Writers are [EpochWriter.Snapshot]: the snapshot that refers to the files is the commit point.
    TABLE_FORMAT,
    /// Adds rows.
    APPEND,
    /// Exchanges all rows at once.
    REPLACE,
    /// Updates rows by key and inserts the rest.
    MERGE,
    /// Keeps the history of rows by key.
    SCD2,
    /// Adds columns and widens types of a target that exists.
    EVOLVE,
    /// Keeps struct, list and map columns; without it the engine writes them as JSON text.
    NESTED
}
