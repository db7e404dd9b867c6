package io.datacook.connectors.postgres;

/// What becomes of dates and timestamps that are `infinity` or `-infinity`, which no other system has.
public enum Infinity {
    /// The row is bad.
    ERROR,
    /// The cell becomes null.
    AS_NULL,
    /// The cell becomes 9999-12-31 or 0001-01-01, with 23:59:59.999999 or 00:00:00.
    CLAMP
}
