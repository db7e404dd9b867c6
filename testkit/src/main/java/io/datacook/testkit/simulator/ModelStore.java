package io.datacook.testkit.simulator;

import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A state backend, and the oracle that watches its documents: cursor, fence and epochs never go back.
final class ModelStore {
    private final boolean comparing;
    private final boolean sinkMayWin;
    private final Set<String> recorded = new HashSet<>();
    private StreamState state = StreamState.EMPTY;
    private long version;

    /// @param sinkMayWin whether a split may go back to what the destination has
    ModelStore(boolean comparing, boolean sinkMayWin) {
        this.comparing = comparing;
        this.sinkMayWin = sinkMayWin;
    }

    StreamState state() {
        return state;
    }

    long version() {
        return version;
    }

    boolean compareAndSet(long expected, StreamState next) {
        if (comparing && expected != version) {
            return false;
        }
        if (comparing) {
            check(state, next);
        }
        if (next.window() != null) {
            next.window()
                    .manifests()
                    .forEach(manifest -> manifest.files().forEach(file -> recorded.add(file.staged())));
            for (SplitState split : next.window().splits()) {
                split.rejected().files().forEach(file -> recorded.add(file.staged()));
            }
        }
        state = next;
        version++;
        return true;
    }

    /// Whether a manifest that names a staged file was ever stored.
    boolean wasRecorded(String staged) {
        return recorded.contains(staged);
    }

    private void check(StreamState before, StreamState after) {
        if (after.fence() < before.fence()) {
            throw new Broken("the fence went back from " + before.fence() + " to " + after.fence());
        }
        if (number(after.cursor()) < number(before.cursor())) {
            throw new Broken("the cursor went back from " + before.cursor() + " to " + after.cursor());
        }
        Window old = before.window();
        Window young = after.window();
        if (old != null && young != null && old.id().equals(young.id()) && !sinkMayWin) {
            for (SplitState split : old.splits()) {
                SplitState now = young.split(split.id());
                if (now == null || now.epoch() < split.epoch()) {
                    throw new Broken("split " + split.id() + " went back from epoch " + split.epoch());
                }
            }
        }
    }

    private static long number(@Nullable Cursor cursor) {
        return cursor == null ? -1 : Long.parseLong(cursor.value());
    }
}
