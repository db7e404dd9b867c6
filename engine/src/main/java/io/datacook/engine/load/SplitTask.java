package io.datacook.engine.load;

import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.commit.EpochCommit;
import io.datacook.engine.commit.SplitState;
import java.util.List;

/// A split that a lane has leased: what to read, and from where on.
///
/// @param split the split, for [io.datacook.api.Source#read]
/// @param from the committed position, for the same
/// @param fence the lane's fence
/// @param epoch the last committed epoch
/// @param done what is committed of it already
public record SplitTask(Split split, Position from, long fence, long epoch, EpochCommit.Progress done) {
    static SplitTask of(SplitState state) {
        return new SplitTask(
                state.split(),
                state.position(),
                state.fence(),
                state.epoch(),
                new EpochCommit.Progress(
                        state.position(),
                        state.last(),
                        state.rows(),
                        state.bytes(),
                        state.rejects(),
                        state.cursorMax(),
                        state.sums(),
                        new io.datacook.api.Manifest(List.of())));
    }
}
