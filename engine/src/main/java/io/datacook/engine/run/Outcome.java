package io.datacook.engine.run;

/// How a run or one of its streams ended.
public enum Outcome {
    /// Everything is committed and visible.
    SUCCEEDED,
    /// An error ended it; what was committed stays, the next run continues.
    FAILED,
    /// The user or the system asked to stop; what was committed stays, the next run continues.
    STOPPED;

    /// Lower case, for JSON and people.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
