package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.load.LocalProcess;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Changes checkpoints by hand, never under a run that goes on.
///
/// Each change raises the fence, so that a run that was believed dead and is not can no longer commit.
final class StateEdits {
    private static final int ATTEMPTS_MAX = 5;

    private final StateBackend backend;
    private final Clock clock;

    StateEdits(StateBackend backend, Clock clock) {
        this.backend = backend;
        this.clock = clock;
    }

    /// A stream's checkpoint, or `null` if it was never loaded.
    @Nullable
    StreamState load(StateKey key) {
        StateBackend.Versioned kept = backend.load(key);
        return kept == null ? null : StateCodec.read(kept.document(), backend.describe());
    }

    /// Changes one checkpoint; its fence and lease are taken care of.
    ///
    /// @throws DatacookException `STATE_LOCKED` if a run holds the stream
    void change(StateKey key, UnaryOperator<StreamState> edit) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            StateBackend.Versioned kept = backend.load(key);
            StreamState before =
                    kept == null ? StreamState.EMPTY : StateCodec.read(kept.document(), backend.describe());
            requireFree(key, before.lease());
            StreamState wanted = edit.apply(before);
            StreamState after = new StreamState(
                    Math.max(before.fence(), wanted.fence()) + 1,
                    null,
                    wanted.cursor(),
                    wanted.window(),
                    wanted.totals());
            if (backend.compareAndSet(key, kept == null ? 0 : kept.version(), StateCodec.write(after))) {
                return;
            }
        }
        throw new DatacookException(
                ErrorCode.STATE_LOCKED,
                "the checkpoint of stream %s changes all the time; stop its runs and try again"
                        .formatted(key.stream()));
    }

    private void requireFree(StateKey key, @Nullable Lease lease) {
        if (lease != null && lease.holdsAt(clock.instant()) && !LocalProcess.isDead(lease.owner())) {
            throw new DatacookException(
                    ErrorCode.STATE_LOCKED,
                    "stream %s is being loaded by %s since %s\nStop that run, or wait for its end, and try again."
                            .formatted(key.stream(), lease.owner().describe(), lease.since()));
        }
    }
}
