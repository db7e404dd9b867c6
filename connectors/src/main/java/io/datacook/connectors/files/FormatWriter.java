package io.datacook.connectors.files;

import org.apache.arrow.vector.VectorSchemaRoot;

/// Writes one file.
///
/// **Threading:** one thread at a time. **Closing:** frees memory; a file that was not finished is thrown away by
/// the base.
public interface FormatWriter extends AutoCloseable {
    /// Adds rows. The caller keeps the vectors.
    void write(VectorSchemaRoot rows);

    /// How many bytes the file would have if it ended here, as well as it can be told; the base rolls by it.
    long bytesExpected();

    /// Writes what is still held back and what ends a file. Called once, with or without rows before.
    void finish();

    @Override
    void close();
}
