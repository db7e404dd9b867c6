package io.datacook.pod;

import java.util.Locale;

/// The parts a run is cut into.
public enum StageName {
    /// Source and cursor filter.
    EXTRACTOR,
    /// Asset and steps.
    TRANSFORM,
    /// Plan, window, epochs and commits.
    WRITER;

    /// As the state service and sockets spell it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
