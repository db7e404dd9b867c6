package io.datacook.engine.commit;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.api.Position;
import org.jspecify.annotations.Nullable;

/// What a holder of a split asks to be recorded: the one change in which position and manifest move together.
///
/// Sending it also says that the files of the epoch before are published.
///
/// @param id the epoch, under the holder's fence
/// @param from the position the epoch began after
/// @param progress how far the split is after it
/// @param manifest what was staged, with no files where the destination committed by itself
public record EpochCommit(EpochId id, Position from, Progress progress, Manifest manifest) {
    /// How far a split is after an epoch; the same is kept by transactional destinations beside their rows.
    ///
    /// @param to reading continues after here
    /// @param last whether the split ends here
    /// @param rows rows of the split up to here
    /// @param bytes bytes of the split up to here
    /// @param rejects rows of the split left out up to here
    /// @param cursorMax the split's largest cursor value so far, or `null`
    /// @param sums what the split's rows add up to for the receipt, opaque here; empty where nobody keeps them
    /// @param rejected dead letters of this epoch, staged; no files where there are none
    public record Progress(
            Position to,
            boolean last,
            long rows,
            long bytes,
            long rejects,
            @Nullable String cursorMax,
            String sums,
            Manifest rejected) {}
}
