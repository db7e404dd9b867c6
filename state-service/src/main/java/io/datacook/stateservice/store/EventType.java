package io.datacook.stateservice.store;

import java.util.Locale;

/// What run events tell; `docs/reference/run-events.md` lists them. Words never change their meaning.
public enum EventType {
    /// The first pod has attached.
    STARTED,
    /// A run that was stopped, or had failed for a reason outside, goes on.
    RESUMED,
    /// Rows were committed since the last event of this kind.
    COMMITTED,
    /// Everything is committed.
    SUCCEEDED,
    /// Something failed for good.
    FAILED,
    /// The run stopped in good order before its end.
    STOPPED,
    /// Somebody ended it from outside.
    CANCELLED,
    /// What was read and what is visible differ; `FAILED` follows.
    RECEIPT_MISMATCHED,
    /// The source's columns or types do not fit the contract or the target; `FAILED` follows.
    SCHEMA_MISMATCHED;

    /// The event's CloudEvents `type`.
    public String word() {
        return "dev.datacook.run." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static EventType of(Outcome outcome) {
        return switch (outcome) {
            case RUNNING -> RESUMED;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case STOPPED -> STOPPED;
        };
    }
}
