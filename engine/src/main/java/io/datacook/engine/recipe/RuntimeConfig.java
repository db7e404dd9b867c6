package io.datacook.engine.recipe;

import io.datacook.api.ByteSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to run a recipe.
///
/// @param batchSizeRows rows in a batch at most; batches of wide rows are smaller
/// @param parallelism streams and parts of streams worked on at once
/// @param retry what happens when a system fails for a while
/// @param memory the run's budget, or `null` to take it from the container or machine
/// @param timeout how long a run may take, or `null` for no limit
/// @param checkpoint how much may be lost to a crash and read again
public record RuntimeConfig(
        int batchSizeRows,
        int parallelism,
        Retry retry,
        @Nullable ByteSize memory,
        @Nullable Duration timeout,
        Checkpoint checkpoint) {
    /// Attempts with growing pauses in between.
    ///
    /// @param attemptsMax the first one counts: 1 never tries again
    /// @param delayFirst pause before the second attempt, doubled each time
    /// @param delayMax the longest pause
    public record Retry(int attemptsMax, Duration delayFirst, Duration delayMax) {}

    /// An epoch ends when any of these is reached.
    ///
    /// @param interval time since the epoch began
    /// @param rowsMax rows in the epoch
    /// @param bytesMax Arrow bytes in the epoch
    public record Checkpoint(Duration interval, long rowsMax, ByteSize bytesMax) {}
}
