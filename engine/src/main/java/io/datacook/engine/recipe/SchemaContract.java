package io.datacook.engine.recipe;

/// What happens when the source's columns differ from the target's.
public enum SchemaContract {
    /// New columns are added, types widened without loss.
    EVOLVE,
    /// The run ends and says what changed.
    FREEZE,
    /// New columns are left out; values that do not fit are rejected.
    DISCARD
}
