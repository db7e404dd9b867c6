package io.datacook.engine.commit;

import org.jspecify.annotations.Nullable;

/// The document of one stream of one recipe. Immutable.
///
/// @param fence the highest fence ever given out; never goes back, not even at a reset
/// @param lease who holds the stream, or `null` if nobody does
/// @param cursor how far it is loaded, or `null` before the first incremental window is closed
/// @param window what is being loaded, or `null` between windows
/// @param totals what closed windows loaded
public record StreamState(
        long fence,
        @Nullable Lease lease,
        @Nullable Cursor cursor,
        @Nullable Window window,
        Totals totals) {
    /// A stream nobody has loaded yet.
    public static final StreamState EMPTY = new StreamState(0, null, null, null, Totals.NONE);

    StreamState withLease(@Nullable Lease next) {
        return new StreamState(next == null ? fence : Math.max(fence, next.fence()), next, cursor, window, totals);
    }

    StreamState withWindow(@Nullable Window next) {
        return new StreamState(fence, lease, cursor, next, totals);
    }

    StreamState withFence(long next) {
        return new StreamState(next, lease, cursor, window, totals);
    }
}
