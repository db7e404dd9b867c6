package io.datacook.engine.stage;

import io.datacook.api.BatchStream;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of one split after the recipe's steps, and what was counted on their way.
public interface SplitRows extends BatchStream {
    /// What was counted so far; never less than what the batches given so far stand for. Called by the thread that
    /// pulls; what a [Feed] without steps gives may be asked by any thread.
    Counted counted();

    /// Counts of everything left of the writer, from the split's opening on.
    ///
    /// @param rowsRead rows the source gave, rejects included
    /// @param bytesRead their Arrow bytes
    /// @param cursorMax the largest cursor value kept so far, or `null` where the window's bound was fixed
    ///     beforehand
    /// @param steps rows in and out of each step, in order
    /// @param busyNanos time spent in stages, by name
    record Counted(
            long rowsRead,
            long bytesRead,
            @Nullable String cursorMax,
            List<StepCount> steps,
            Map<String, Long> busyNanos) {
        /// Nothing yet.
        public static final Counted NONE = new Counted(0, 0, null, List.of(), Map.of());

        public Counted {
            steps = List.copyOf(steps);
            busyNanos = java.util.Collections.unmodifiableMap(new TreeMap<>(busyNanos));
        }

        /// The same, with the steps of the stage to the right behind those known.
        public Counted then(List<StepCount> more) {
            List<StepCount> all = new ArrayList<>(steps);
            all.addAll(more);
            return new Counted(rowsRead, bytesRead, cursorMax, all, busyNanos);
        }
    }
}
