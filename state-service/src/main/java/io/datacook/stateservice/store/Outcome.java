package io.datacook.stateservice.store;

/// What became of a run so far.
public enum Outcome {
    /// It has not ended.
    RUNNING,
    /// Everything is committed.
    SUCCEEDED,
    /// Something failed for good.
    FAILED,
    /// It stopped in good order before its end; the next attach goes on.
    STOPPED
}
