package io.datacook.engine.run;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;

/// Says that memory ran out, and what to do. Stateless.
final class Exhaustion {
    private Exhaustion() {}

    /// The failure for the heap's or Arrow's own.
    static DatacookException of(Throwable cause) {
        return new DatacookException(
                ErrorCode.RESOURCE_EXHAUSTED,
                ("memory ran out (%s); what is committed stays. Lower runtime.parallelism or runtime.batch_size, "
                                + "or give the process more: runtime.memory for batches, DATACOOK_HEAP=256m for "
                                + "the heap")
                        .formatted(cause.getMessage() == null ? "no detail" : firstLine(cause.getMessage())),
                cause);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
