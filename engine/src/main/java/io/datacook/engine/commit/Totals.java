package io.datacook.engine.commit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a stream's closed windows loaded, all together.
///
/// @param windows how many windows were closed
/// @param rows rows committed
/// @param rejects rows left out with a reason
/// @param lastWindow the id of the last closed window, or `null`
/// @param lastSuccess when it was closed, or `null`
/// @param lastRun the run that closed it, or `null`
public record Totals(
        long windows,
        long rows,
        long rejects,
        @Nullable String lastWindow,
        @Nullable Instant lastSuccess,
        @Nullable String lastRun) {
    /// Before the first window.
    public static final Totals NONE = new Totals(0, 0, 0, null, null);

    /// Totals of a release that did not keep the run.
    public Totals(long windows, long rows, long rejects, @Nullable String lastWindow, @Nullable Instant lastSuccess) {
        this(windows, rows, rejects, lastWindow, lastSuccess, null);
    }
}
