package io.datacook.engine.load;

/// Asks a load to stop soon and leave everything in order. Looked at between batches. Safe for all threads.
@FunctionalInterface
public interface StopSignal {
    /// Never asks.
    StopSignal NEVER = () -> false;

    /// Whether to stop; once it is `true` it stays so.
    boolean isRequested();
}
