package io.datacook.api;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Data to the right, durability to the left: what every stage is to its right neighbour, in one process or across a
/// link between pods.
///
/// **Threading:** one thread at a time. **Closing:** closing a stream closes the one to its left.
public interface BatchStream extends AutoCloseable {
    /// The columns of every batch.
    Schema schema();

    /// The next batch, blocking until one is ready.
    ///
    /// @return owned and closed by the caller, or `null` after the last one
    @Nullable
    Batch next();

    /// Everything up to a position is committed at the destination.
    void acknowledge(Position committed);

    @Override
    void close();
}
