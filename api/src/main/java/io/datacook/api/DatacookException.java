package io.datacook.api;

import org.jspecify.annotations.Nullable;

/// The one exception that crosses modules: a code, what happened where, and what to do next.
///
/// The message says what, where, the value, what is allowed and the next step; it never holds a secret. The place is
/// added once, where the engine calls a connector or a step.
public final class DatacookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String place;

    /// @param message one or more lines, the first one enough by itself
    public DatacookException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    /// @param cause kept for the log, never shown to users
    public DatacookException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    private DatacookException(ErrorCode code, String message, @Nullable String place, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.place = place;
    }

    /// What kind of failure this is.
    public ErrorCode code() {
        return code;
    }

    /// The stream, file, line, table, column or row this happened at, or `null` where none was known.
    public @Nullable String place() {
        return place;
    }

    /// The same failure with its place; a place that is already there stays.
    public DatacookException at(String where) {
        if (place != null) {
            return this;
        }
        DatacookException placed = new DatacookException(code, String.valueOf(getMessage()), where, this);
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    /// `DC501 orders.csv:7:3: 'x' is not a whole number …`, as users see it.
    public String describe() {
        return code + " " + (place == null ? "" : place + ": ") + getMessage();
    }
}
