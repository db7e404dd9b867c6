package io.datacook.engine.link;

import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/// One frame that came in whole.
///
/// **Ownership:** whoever holds it closes it, unless its body was taken over by a batch.
///
/// @param type what it is
/// @param metadata its metadata
/// @param body its Arrow buffers as one, or `null` if it has none
/// @param bytes all bytes it took on the wire
@SuppressWarnings("ArrayRecordComponent") // boxed bytes would cost more than the rows
record Received(FrameType type, byte[] metadata, @Nullable ArrowBuf body, long bytes) implements AutoCloseable {
    MetaReader reader() {
        return new MetaReader(metadata);
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
        }
    }
}
