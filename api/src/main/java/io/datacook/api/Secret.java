package io.datacook.api;

/// A value that is never printed: passwords, tokens, keys, connection URLs that hold one.
///
/// Only [#reveal] gives the text, and only connectors call it, at the moment they open a connection.
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /// Wraps a resolved value; the caller drops its own copy.
    public static Secret of(String text) {
        return new Secret(text);
    }

    /// The value in clear. Hand it to a driver; never log it, store it or put it into a message.
    public String reveal() {
        return text;
    }

    /// Stars, whatever the value.
    @Override
    public String toString() {
        return "******";
    }
}
