package io.datacook.connectors.parquet;

/// The distinct values of a column chunk, each with an index.
interface Dictionary {
    /// How many values there are.
    int size();

    /// Forgets the values from an index on.
    void truncate(int toSize);
}
