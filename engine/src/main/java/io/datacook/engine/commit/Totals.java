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
public record Totals(
        long windows,
        long rows,
        long rejects,
        @Nullable String lastWindow,
        @Nullable Instant lastSuccess) {
    /// Before the first window.
    public static final Totals NONE = new Totals(0, 0, 0, null, null);
}
