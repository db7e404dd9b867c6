package io.datacook.engine.commit;

import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.Window.Phase;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// How a window ends.
final class Endings {
    private Endings() {}

    static Decision finishing(StreamState state, long runFence, String windowId) {
        if (Protocol.notHeld(state, runFence)) {
            return Protocol.overtaken(state, runFence);
        }
        Window window = state.window();
        if (window == null || !window.id().equals(windowId)) {
            return new Refused(Refusal.WRONG_WINDOW, "window " + windowId + " is not open");
        }
        if (window.phase() == Phase.FINISHING) {
            return new Unchanged(state);
        }
        for (SplitState split : window.splits()) {
            if (split.inDoubt() != 0) {
                return new Refused(Refusal.IN_DOUBT, "split '" + split.id() + "' has a commit of unknown outcome");
            }
            if (!split.last()) {
                return new Refused(Refusal.WRONG_PHASE, "split '" + split.id() + "' is not done");
            }
            if (window.awaitsPublish(split)) {
                return new Refused(Refusal.WRONG_PHASE, "split '" + split.id() + "' has files to be published");
            }
        }
        return new Accepted(state.withWindow(window.withPhase(Phase.FINISHING)));
    }

    static Decision finished(
            StreamState state,
            long runFence,
            String windowId,
            @Nullable Cursor cursor,
            Comparator<String> order,
            Instant now) {
        if (windowId.equals(state.totals().lastWindow())) {
            return new Unchanged(state);
        }
        if (Protocol.notHeld(state, runFence)) {
            return Protocol.overtaken(state, runFence);
        }
        Window window = state.window();
        if (window == null || !window.id().equals(windowId)) {
            return new Refused(Refusal.WRONG_WINDOW, "window " + windowId + " is not open");
        }
        if (window.phase() != Phase.FINISHING) {
            return new Refused(Refusal.WRONG_PHASE, "window " + windowId + " is still being read");
        }
        Cursor before = state.cursor();
        if (cursor != null
                && before != null
                && before.column().equals(cursor.column())
                && order.compare(cursor.value(), before.value()) < 0) {
            return new Refused(
                    Refusal.CURSOR_BACK,
                    "cursor %s would go back from %s to %s".formatted(cursor.column(), before.value(), cursor.value()));
        }
        Totals totals = new Totals(
                state.totals().windows() + 1,
                state.totals().rows() + window.rows(),
                state.totals().rejects() + window.rejects(),
                windowId,
                now,
                state.lease() == null ? null : state.lease().owner().runId());
        return new Accepted(
                new StreamState(state.fence(), state.lease(), cursor == null ? before : cursor, null, totals));
    }
}
