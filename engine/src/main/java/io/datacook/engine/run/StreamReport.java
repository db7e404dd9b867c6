package io.datacook.engine.run;

import io.datacook.api.DatacookException;
import io.datacook.engine.receipt.Receipt;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of one stream in one run.
///
/// @param stream its name
/// @param outcome how it ended
/// @param target where its rows are, as users know it
/// @param counts rows and bytes
/// @param steps rows in and out of each step, in order
/// @param stageBusy time spent in `extract`, `validate`, `transform` and `write`, summed over lanes
/// @param splits parts the stream was read in
/// @param epochs commits made by this run
/// @param attempts 1 if it went well at once
/// @param stateBefore the committed cursor or window before, for people; `null` on the first run
/// @param stateAfter the same after
/// @param receipt what was compared after the load, or `null` if it was not finished or differs, see the error
/// @param error why it failed, or `null`
/// @param elapsed wall time
public record StreamReport(
        String stream,
        Outcome outcome,
        String target,
        Counts counts,
        List<StepCount> steps,
        Map<String, Duration> stageBusy,
        int splits,
        long epochs,
        int attempts,
        @Nullable String stateBefore,
        @Nullable String stateAfter,
        @Nullable Receipt receipt,
        @Nullable DatacookException error,
        Duration elapsed) {
    public StreamReport {
        steps = List.copyOf(steps);
        stageBusy = java.util.Collections.unmodifiableMap(new TreeMap<>(stageBusy));
    }

    /// Rows and bytes of a stream or a run; `written` counts what was committed.
    ///
    /// @param rowsRead rows the source gave, rejects included
    /// @param rowsRejected rows left out with a reason
    /// @param rowsWritten rows committed at the destination
    /// @param bytesRead Arrow bytes the source gave
    /// @param bytesWritten bytes of published files, or Arrow bytes where the destination has none
    /// @param files files published
    public record Counts(
            long rowsRead, long rowsRejected, long rowsWritten, long bytesRead, long bytesWritten, long files) {
        /// Nothing yet.
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        /// The sum of both.
        public Counts plus(Counts other) {
            return new Counts(
                    rowsRead + other.rowsRead,
                    rowsRejected + other.rowsRejected,
                    rowsWritten + other.rowsWritten,
                    bytesRead + other.bytesRead,
                    bytesWritten + other.bytesWritten,
                    files + other.files);
        }
    }
}
