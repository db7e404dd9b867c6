package io.datacook.pod;

/// How the parts of a run lie.
public enum Layout {
    /// A pod for each part; they find each other by the state service.
    SPLIT,
    /// A container for each part in one pod; they meet at unix sockets.
    FUSED,
    /// All parts in the writer's process.
    PROCESS
}
