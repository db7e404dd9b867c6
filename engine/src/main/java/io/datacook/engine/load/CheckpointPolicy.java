package io.datacook.engine.load;

import java.time.Duration;

/// When an epoch is cut: at the first batch that has a position after any of these is reached.
///
/// @param rowsMax rows, at least 1
/// @param bytesMax Arrow bytes, at least 1
/// @param interval time since the epoch's first row
public record CheckpointPolicy(long rowsMax, long bytesMax, Duration interval) {
    public CheckpointPolicy {
        if (rowsMax < 1 || bytesMax < 1 || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("checkpoint limits are at least 1 row, 1 byte and more than 0 seconds");
        }
    }

    boolean isDue(long rows, long bytes, Duration elapsed) {
        return rows >= rowsMax || bytes >= bytesMax || elapsed.compareTo(interval) >= 0;
    }
}
