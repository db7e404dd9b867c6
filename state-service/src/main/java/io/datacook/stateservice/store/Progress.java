package io.datacook.stateservice.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a stage of a lane has done since it attached, or a run in all.
///
/// @param rowsRead rows the source gave
/// @param rowsWritten rows committed
/// @param rowsRejected rows left out with a reason
/// @param bytes bytes written
/// @param epoch the newest epoch committed, 0 for none
/// @param committedAt when that was
public record Progress(
        long rowsRead,
        long rowsWritten,
        long rowsRejected,
        long bytes,
        long epoch,
        @Nullable Instant committedAt) {
    /// Nothing yet.
    public static final Progress NONE = new Progress(0, 0, 0, 0, 0, null);
}
