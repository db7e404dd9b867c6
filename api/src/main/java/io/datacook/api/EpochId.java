package io.datacook.api;

/// Names one commit of one split: the whole protocol turns on these six values.
///
/// @param recipe the recipe's name
/// @param stream the stream's name
/// @param window the run of the stream this belongs to; a restarted run continues its window
/// @param split the part of the stream
/// @param epoch 1 for the first commit of the split in this window, then one more each
/// @param fence who holds the split: the higher fence wins, the lower one can no longer commit
public record EpochId(String recipe, String stream, String window, String split, long epoch, long fence) {
    /// `w1-s0-e3-f1`, for names of staged files and tables; unique within a stream.
    public String staging() {
        return window + "-" + split + "-e" + epoch + "-f" + fence;
    }

    /// `w1-s0-e3`: what becomes visible, the same whichever holder commits it.
    public String published() {
        return window + "-" + split + "-e" + epoch;
    }
}
