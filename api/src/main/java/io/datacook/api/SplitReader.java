package io.datacook.api;

import org.jspecify.annotations.Nullable;

/// Reads one split as batches, in order.
///
/// **Threading:** one thread at a time. **Closing:** the engine closes it exactly once, also after a failure.
public interface SplitReader extends AutoCloseable {
    /// Reads the next batch, blocking until one is ready.
    ///
    /// @return the batch, owned and closed by the caller, or `null` after the last one
    /// @throws DatacookException if the split cannot be read
    @Nullable
    Batch next();

    /// Everything up to a position is committed; the system may forget it (replication slots, queues).
    default void acknowledge(Position committed) {}

    @Override
    void close();
}
