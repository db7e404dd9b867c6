package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.time.Duration;

/// What goes wrong between two pods. Stateless.
final class LinkFailures {
    private LinkFailures() {}

    /// Bytes came that nobody sent so.
    static DatacookException damaged(String what) {
        return new DatacookException(
                ErrorCode.LINK_BROKEN, "the link gave " + what + "; the split is read again after its last commit");
    }

    /// The connection ended before its time.
    static DatacookException torn(String peer, String when, Throwable cause) {
        return new DatacookException(
                ErrorCode.LINK_BROKEN,
                "the connection to %s ended %s (%s); the split is read again after its last commit"
                        .formatted(peer, when, reason(cause)),
                cause);
    }

    /// The connection ended before its time, in good order.
    static DatacookException torn(String peer, String when) {
        return new DatacookException(
                ErrorCode.LINK_BROKEN,
                "the connection to %s ended %s; the split is read again after its last commit".formatted(peer, when));
    }

    /// Nothing came, not even a sign of life.
    static DatacookException silent(String peer, Duration timeout) {
        return new DatacookException(
                ErrorCode.LINK_BROKEN,
                "%s gave no sign of life for %d seconds; the split is read again after its last commit"
                        .formatted(peer, timeout.toSeconds()));
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
