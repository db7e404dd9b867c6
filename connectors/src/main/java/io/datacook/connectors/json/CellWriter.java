package io.datacook.connectors.json;

import io.datacook.connectors.files.TextOutput;

/// Writes the values of one vector as JSON. **Threading:** one thread.
interface CellWriter {
    /// Writes a value that is not null.
    void write(TextOutput out, int row);
}
