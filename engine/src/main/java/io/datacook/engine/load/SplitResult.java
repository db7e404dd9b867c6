package io.datacook.engine.load;

/// What one lane did to one split.
///
/// @param split the split's id
/// @param ending how it ended
/// @param rows rows committed by this lane
/// @param bytes bytes of the files committed, or Arrow bytes where the destination has no files
/// @param rejects rows left out and committed as such
/// @param epochs commits made
/// @param files files committed
public record SplitResult(String split, Ending ending, long rows, long bytes, long rejects, long epochs, long files) {
    /// How a lane left a split.
    public enum Ending {
        /// Every row is committed.
        DONE,
        /// It was asked to stop; the next run continues after the last committed position.
        STOPPED
    }
}
