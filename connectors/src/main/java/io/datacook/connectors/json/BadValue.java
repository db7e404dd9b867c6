package io.datacook.connectors.json;

import org.jspecify.annotations.Nullable;

/// A record that does not fit its columns; caught where the record is read. Carries no stack trace: bad rows may be
/// many.
final class BadValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final @Nullable String value;
    private final boolean unknownField;
    private int offset;

    /// @param path of the value within the record, `address.zip`; empty for the record
    /// @param value as text, or `null`
    /// @param reason one sentence that holds path and value
    BadValue(String path, @Nullable String value, String reason) {
        this(path, value, reason, false);
    }

    private BadValue(String path, @Nullable String value, String reason, boolean unknownField) {
        super(reason, null, false, false);
        this.path = path;
        this.value = value;
        this.unknownField = unknownField;
    }

    /// A field that has no column.
    static BadValue unknown(String path, String value) {
        return new BadValue(path, value, "the field '" + path + "' has no column", true);
    }

    String path() {
        return path;
    }

    @Nullable
    String value() {
        return value;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    boolean isUnknownField() {
        return unknownField;
    }

    /// Bytes from the beginning of the record.
    int offset() {
        return offset;
    }

    BadValue at(int bytes) {
        offset = bytes;
        return this;
    }
}
