package io.datacook.testkit;

/// The process was killed here. An error, so that no clean-up of the engine runs.
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    /// Killed at a place.
    public Killed(String where) {
        super("killed at " + where);
    }
}
