package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Lanes of one run waiting for each other, by looking at the stream's document. Stateless.
final class Joining {
    private static final Duration POLL = Duration.ofMillis(250);

    /// Lane 0 may have to be started, or replaced.
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private Joining() {}

    /// Waits for a window that the run's lane 0 has made ready.
    ///
    /// @return the document with it, or `null` if the run has closed its window or a stop was asked for
    static @Nullable StreamState await(StateStore store, LoadPlan plan, LoadTools tools) {
        Instant until = tools.clock().instant().plus(PATIENCE);
        while (!tools.stop().isRequested()) {
            StreamState state = store.fresh();
            if (isReady(state, plan)) {
                return state;
            }
            if (state.window() == null
                    && plan.owner().runId().equals(state.totals().lastRun())) {
                return null;
            }
            if (tools.clock().instant().isAfter(until)) {
                throw new DatacookException(
                        ErrorCode.STATE_LOCKED,
                        ("lane 0 of run %s has not made stream %s ready within %d minutes; see why its pods do not "
                                        + "come up")
                                .formatted(plan.owner().runId(), plan.key().stream(), PATIENCE.toMinutes()));
            }
            tools.pause().pause(POLL);
        }
        return null;
    }

    private static boolean isReady(StreamState state, LoadPlan plan) {
        Lease held = state.lease();
        Window window = state.window();
        return held != null
                && window != null
                && held.owner().equals(plan.owner())
                && window.readyFence() == held.fence()
                && window.phase() == Window.Phase.READING;
    }

    /// Waits until all lanes are done with a window, or a stop is asked for.
    static boolean awaitSettled(StateStore store, String windowId, LeaseKeeper lease, LoadTools tools) {
        while (true) {
            lease.check();
            Window window = store.fresh().window();
            if (window == null || !window.id().equals(windowId)) {
                return false;
            }
            if (window.isSettled()) {
                return true;
            }
            if (tools.stop().isRequested()) {
                return false;
            }
            tools.pause().pause(POLL);
        }
    }
}
