package io.datacook.api;

/// What the process of a stage's pod tells Kubernetes; [Consequence] has the table of errors. Numbers never change
/// their meaning.
public enum PodExit {
    /// Everything of this pod's lane is done.
    DONE(0),
    /// A new attempt may mend it.
    AGAIN(1),
    /// The user must mend the recipe, the data or a permission; a new attempt does not help.
    USER(65),
    /// A newer pod does this pod's work, or the run was cancelled.
    SUPERSEDED(69),
    /// A fault of Datacook; a new attempt does not help.
    FAULT(70),
    /// Asked to stop by SIGTERM; what is committed stays, and a new pod continues there.
    DRAINED(75);

    private final int number;

    PodExit(int number) {
        this.number = number;
    }

    /// The process's exit code.
    public int number() {
        return number;
    }
}
