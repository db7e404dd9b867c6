package io.datacook.connectors.postgres;

import io.datacook.api.Reject;

/// A value that has no place in its Arrow type. Carries no stack trace: bad rows may be many.
final class BadCell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String value;

    /// @param value as PostgreSQL spells it
    /// @param reason one sentence, with what to do
    BadCell(String value, String reason) {
        super(reason, null, false, false);
        // A numeric may have 131 072 digits.
        this.value =
                value.length() <= Reject.VALUE_CHARS_MAX ? value : value.substring(0, Reject.VALUE_CHARS_MAX) + "…";
    }

    /// The value as text.
    String value() {
        return value;
    }
}
