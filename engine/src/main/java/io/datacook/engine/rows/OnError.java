package io.datacook.engine.rows;

/// What becomes of a row with a value that a step cannot take.
public enum OnError {
    /// The run ends, saying where.
    FAIL,
    /// The cell becomes null.
    NULL,
    /// The row is rejected, and goes where the recipe's `errors.policy` sends rejected rows.
    QUARANTINE
}
