package io.datacook.engine.commit;

import io.datacook.api.EpochId;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.Window.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides every change of a stream's document.
///
/// **Invariant:** a split's position and manifest move in one step guarded by its fence. What was staged before that
/// step is invisible; what follows it is an idempotent replay of the recorded manifest.
///
/// Pure functions: the caller stores an accepted document by compare-and-set and asks again with the newest one when
/// somebody was faster or when a reply was lost. A request that took effect before gives [Unchanged].
public final class Protocol {
    private Protocol() {}

    /// Takes a stream for a run: if nobody holds it, the lease is over, or the asker itself held it before.
    ///
    /// The new fence follows the clock where that is ahead, so a run with a lost state still overtakes earlier
    /// ones.
    public static Decision acquire(StreamState state, Owner owner, Instant now, Duration leaseFor) {
        Lease held = state.lease();
        if (held != null && held.holdsAt(now) && !held.owner().equals(owner)) {
            return new Refused(Refusal.LOCKED, "held by " + held.owner().describe() + " until " + held.expiresAt());
        }
        return new Accepted(withNewLease(state, owner, now, leaseFor));
    }

    /// Takes a stream from a holder that is known to be dead, before its lease is over.
    ///
    /// @param deadFence the dead holder's fence; if another one holds the stream by now, [#acquire] decides
    public static Decision takeOver(StreamState state, long deadFence, Owner owner, Instant now, Duration leaseFor) {
        Lease held = state.lease();
        if (held != null && held.fence() == deadFence) {
            return new Accepted(withNewLease(state, owner, now, leaseFor));
        }
        return acquire(state, owner, now, leaseFor);
    }

    private static StreamState withNewLease(StreamState state, Owner owner, Instant now, Duration leaseFor) {
        long fence = Math.max(state.fence() + 1, now.toEpochMilli());
        return state.withLease(new Lease(owner, fence, now, now.plus(leaseFor)));
    }

    /// Extends a lease; never shortens it, also when the clock goes back.
    public static Decision renew(StreamState state, long runFence, Instant now, Duration leaseFor) {
        Lease held = state.lease();
        if (held == null || held.fence() != runFence) {
            return overtaken(state, runFence);
        }
        Instant until = now.plus(leaseFor);
        if (!until.isAfter(held.expiresAt())) {
            return new Unchanged(state);
        }
        return new Accepted(state.withLease(new Lease(held.owner(), runFence, held.since(), until)));
    }

    /// Gives a stream back. The window stays as it is.
    public static Decision release(StreamState state, long runFence) {
        Lease held = state.lease();
        return held == null || held.fence() != runFence ? new Unchanged(state) : new Accepted(state.withLease(null));
    }

    /// Takes a stream away from whoever holds it, because the user says that the holder is gone. Should it live, its
    /// next request for the stream is refused.
    public static Decision unlock(StreamState state) {
        return state.lease() == null ? new Unchanged(state) : new Accepted(state.withLease(null));
    }

    /// Decides what becomes of an open window under today's recipe: it is continued, or dropped where nothing of it is
    /// visible or the new window exchanges all rows anyway.
    ///
    /// @return a state without a window if [#open] comes next
    public static Decision resume(StreamState state, long runFence, String mode, String schemaDigest) {
        Window window = state.window();
        if (notHeld(state, runFence)) {
            return overtaken(state, runFence);
        }
        if (window == null) {
            return new Unchanged(state);
        }
        boolean sameMode = window.mode().equals(mode);
        if (window.phase() == Phase.FINISHING) {
            return sameMode ? new Unchanged(state) : recipeChanged(window, mode);
        }
        if (sameMode && window.schemaDigest().equals(schemaDigest)) {
            return new Unchanged(state);
        }
        if (window.mode().equals("replace") || mode.equals("replace")) {
            return new Accepted(state.withWindow(null));
        }
        return sameMode ? new Accepted(state.withWindow(window.withSchema(schemaDigest))) : recipeChanged(window, mode);
    }

    private static Decision recipeChanged(Window window, String mode) {
        return new Refused(
                Refusal.RECIPE_CHANGED,
                "window %s was opened with write mode %s and is not done; the recipe now says %s"
                        .formatted(window.id(), window.mode(), mode));
    }

    /// Opens a window; sent again by the same run it changes nothing.
    public static Decision open(StreamState state, long runFence, WindowPlan plan, Instant now) {
        if (notHeld(state, runFence)) {
            return overtaken(state, runFence);
        }
        Window open = state.window();
        if (open != null) {
            return open.runId().equals(plan.runId()) && open.mode().equals(plan.mode())
                    ? new Unchanged(state)
                    : new Refused(Refusal.WRONG_WINDOW, "window " + open.id() + " is still open");
        }
        long number = state.fence() + 1;
        List<SplitState> splits = plan.splits().stream().map(SplitState::fresh).toList();
        Window window = new Window(
                "w" + Long.toString(number, 36),
                plan.runId(),
                now,
                plan.range(),
                plan.mode(),
                plan.schemaDigest(),
                Phase.READING,
                splits);
        return new Accepted(state.withFence(number).withWindow(window));
    }

    /// Notes that the destination is ready under the run's fence: from now on other lanes of the run may join.
    public static Decision ready(StreamState state, long runFence, String windowId) {
        if (notHeld(state, runFence)) {
            return overtaken(state, runFence);
        }
        Window window = state.window();
        if (window == null || !window.id().equals(windowId)) {
            return new Refused(Refusal.WRONG_WINDOW, "window " + windowId + " is not open");
        }
        return window.readyFence() == runFence
                ? new Unchanged(state)
                : new Accepted(state.withWindow(window.withReady(runFence)));
    }

    /// Hands a split to a reader and writer of the run: its fence becomes the highest of the stream.
    ///
    /// The answer's split may hold a manifest that awaits its publish: that comes before the next epoch.
    public static Decision lease(StreamState state, long runFence, String splitId) {
        if (notHeld(state, runFence)) {
            return overtaken(state, runFence);
        }
        Window window = state.window();
        SplitState split = window == null ? null : window.split(splitId);
        if (window == null || split == null) {
            return new Refused(Refusal.WRONG_WINDOW, "no open window has a split '" + splitId + "'");
        }
        if (window.phase() != Phase.READING || split.last()) {
            return new Refused(Refusal.WRONG_PHASE, "split '" + splitId + "' is done");
        }
        long fence = state.fence() + 1;
        return new Accepted(state.withFence(fence).withWindow(window.with(split.withFence(fence))));
    }

    /// Records what the destination answered when the holder claimed a split: its checkpoint wins over the state's.
    ///
    /// @param found the destination's checkpoint, or `null` if it keeps none
    public static Decision settle(StreamState state, EpochId holder, @Nullable Checkpoint found) {
        Refused refused = refuseHolder(state, holder);
        if (refused != null) {
            return refused;
        }
        Window window = Objects.requireNonNull(state.window());
        SplitState split = Objects.requireNonNull(window.split(holder.split()));
        if (found == null || !found.window().equals(window.id()) || found.epoch() == split.epoch()) {
            return split.inDoubt() == 0
                    ? new Unchanged(state)
                    : new Accepted(state.withWindow(window.with(split.withDoubt(0))));
        }
        return new Accepted(state.withWindow(window.with(Commits.adopted(split, found))));
    }

    /// The commit point of staged destinations, and the mirror of a transactional destination's own.
    public static Decision commit(StreamState state, EpochCommit request) {
        EpochId id = request.id();
        Refused refused = refuseHolder(state, id);
        if (refused != null) {
            return refused;
        }
        Window window = Objects.requireNonNull(state.window());
        SplitState split = Objects.requireNonNull(window.split(id.split()));
        if (split.inDoubt() != 0) {
            return new Refused(Refusal.IN_DOUBT, "the outcome of epoch " + split.inDoubt() + " is unknown");
        }
        if (id.epoch() == split.epoch() && Commits.digest(request).equals(split.commit())) {
            return new Unchanged(state);
        }
        if (id.epoch() != split.epoch() + 1 || split.last()) {
            return new Refused(
                    Refusal.STALE_EPOCH,
                    "split '%s' is at epoch %d, not before %d".formatted(split.id(), split.epoch(), id.epoch()));
        }
        if (!request.from().equals(split.position())) {
            return new Refused(
                    Refusal.WRONG_POSITION,
                    "split '%s' is at %s, not at %s".formatted(split.id(), split.position(), request.from()));
        }
        return new Accepted(state.withWindow(window.with(Commits.applied(split, request, window.keepsManifests()))));
    }

    /// Notes that nobody knows whether the destination committed an epoch: from now on the split can neither be
    /// committed nor finished until a new holder has claimed it there and [#settle] told the answer.
    public static Decision unknown(StreamState state, EpochId id) {
        Refused refused = refuseHolder(state, id);
        if (refused != null) {
            return refused;
        }
        Window window = Objects.requireNonNull(state.window());
        SplitState split = Objects.requireNonNull(window.split(id.split()));
        return split.inDoubt() == id.epoch() || split.epoch() >= id.epoch()
                ? new Unchanged(state)
                : new Accepted(state.withWindow(window.with(split.withDoubt(id.epoch()))));
    }

    /// Drops manifests that are visible by now. True whoever says it, so no fence is asked for.
    ///
    /// @param epochs the last epoch of each split whose files are published
    public static Decision published(StreamState state, String windowId, Map<String, Long> epochs) {
        Window window = state.window();
        if (window == null || !window.id().equals(windowId)) {
            return new Unchanged(state);
        }
        boolean keeps = window.keepsManifests();
        List<SplitState> splits = new ArrayList<>(window.splits());
        splits.replaceAll(split -> {
            Long epoch = epochs.get(split.id());
            return epoch != null && epoch == split.epoch() && window.awaitsPublish(split)
                    ? split.published(keeps)
                    : split;
        });
        if (splits.equals(window.splits())) {
            return new Unchanged(state);
        }
        return new Accepted(state.withWindow(window.withSplits(splits)));
    }

    /// Ends the reading: every split is done, published where it is to be, and nothing is in doubt.
    public static Decision finishing(StreamState state, long runFence, String windowId) {
        return Endings.finishing(state, runFence, windowId);
    }

    /// Closes the window after the destination has finished it; the cursor moves.
    ///
    /// @param cursor the new cursor, or `null` if it stays
    /// @param order of the cursor's texts
    public static Decision finished(
            StreamState state,
            long runFence,
            String windowId,
            @Nullable Cursor cursor,
            Comparator<String> order,
            Instant now) {
        return Endings.finished(state, runFence, windowId, cursor, order, now);
    }

    /// Forgets cursor, window and totals, as the user asked; the fence stays, so that old holders stay overtaken.
    public static Decision reset(StreamState state, long runFence) {
        return notHeld(state, runFence)
                ? overtaken(state, runFence)
                : new Accepted(new StreamState(state.fence(), state.lease(), null, null, Totals.NONE));
    }

    static boolean notHeld(StreamState state, long runFence) {
        return state.lease() == null || state.lease().fence() != runFence;
    }

    static Refused overtaken(StreamState state, long fence) {
        Lease held = state.lease();
        return new Refused(
                Refusal.FENCED,
                "fence %d was overtaken by %s"
                        .formatted(
                                fence,
                                held == null
                                        ? "a run that is over"
                                        : held.owner().describe()));
    }

    private static @Nullable Refused refuseHolder(StreamState state, EpochId id) {
        Window window = state.window();
        SplitState split = window == null ? null : window.split(id.split());
        if (window == null || split == null || !window.id().equals(id.window())) {
            return new Refused(Refusal.WRONG_WINDOW, "window " + id.window() + " is closed");
        }
        boolean belowRun = state.lease() != null && id.fence() < state.lease().fence();
        if (belowRun || id.fence() != split.fence()) {
            return overtaken(state, id.fence());
        }
        return window.phase() == Phase.READING
                ? null
                : new Refused(Refusal.WRONG_PHASE, "window " + id.window() + " is finishing");
    }
}
