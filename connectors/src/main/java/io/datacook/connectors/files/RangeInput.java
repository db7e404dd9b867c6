package io.datacook.connectors.files;

import java.nio.ByteBuffer;

/// Ranges of one file, in any order. **Threading:** one thread at a time. **Closing:** once, by who opened it.
public interface RangeInput extends AutoCloseable {
    /// Reads some bytes, at least one, from an offset into a buffer that has room.
    ///
    /// @return how many, or -1 at the end of the file
    /// @throws io.datacook.api.DatacookException naming the file
    int read(ByteBuffer into, long at);

    /// How much to read ahead of a small read.
    int aheadBytes();

    @Override
    void close();
}
