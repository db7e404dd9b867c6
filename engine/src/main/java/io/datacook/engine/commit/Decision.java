package io.datacook.engine.commit;

/// The protocol's answer to a request.
public sealed interface Decision {
    /// The request holds once this document is stored.
    record Accepted(StreamState state) implements Decision {}

    /// The request holds already: it was sent before, or asks for nothing new. There is nothing to store.
    record Unchanged(StreamState state) implements Decision {}

    /// The request does not hold and never will under this document.
    ///
    /// @param reason why
    /// @param detail one sentence for the log
    record Refused(Refusal reason, String detail) implements Decision {}
}
