package io.datacook.engine.link;

/// Finds the left neighbour and connects to it. **Threading:** safe for all threads.
@FunctionalInterface
public interface LinkDialer {
    /// Connects, blocking until the neighbour is there.
    ///
    /// @return closed by the caller
    /// @throws io.datacook.api.DatacookException `LINK_BROKEN` if it is not found in time, `FENCED` if this side
    ///     was replaced meanwhile
    LinkConnection dial();
}
