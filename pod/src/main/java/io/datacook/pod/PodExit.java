package io.datacook.pod;

import io.datacook.api.DatacookException;

/// What a pod's process tells Kubernetes; `docs/reference/pods.md` has the table. Numbers never change their meaning.
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

    /// The one table from failures to exit codes of pods.
    public static PodExit of(DatacookException failure) {
        return switch (failure.code()) {
            case FENCED -> SUPERSEDED;
            // Whoever holds the state lets go of it, and the outcome of a commit is learnt by the next attempt.
            case STATE_LOCKED, COMMIT_UNKNOWN -> AGAIN;
            default ->
                switch (failure.code().kind()) {
                    case USER -> USER;
                    case EXTERNAL, RESOURCES -> AGAIN;
                    case INTERNAL -> FAULT;
                };
        };
    }
}
