package io.datacook.engine.commit;

/// What a transactional destination keeps with the rows of an epoch; at restart it wins over the state.
///
/// @param window the window it belongs to
/// @param split the split
/// @param epoch the last epoch in the destination
/// @param progress how far the split is in the destination
public record Checkpoint(String window, String split, long epoch, EpochCommit.Progress progress) {}
