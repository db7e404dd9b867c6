package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.load.WindowLoad;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What the lanes of a window read, when some of its splits may have been committed by an earlier attempt.
///
/// A check that looks at all rows together (`unique`, `freshness`, the row limits of an asset) has to see those
/// rows too. Remembering what it saw would put up to 64 MiB for each column into the state with every commit, so
/// the rows are read again instead, before any other, and go no further than the checks. **Threading:** safe for
/// all lanes.
final class ResumedSplits {
    private final WindowLoad window;
    private final StopSignal stop;
    private final Queue<SplitTask> taken = new ConcurrentLinkedQueue<>();

    ResumedSplits(WindowLoad window, StopSignal stop) {
        this.window = window;
        this.stop = stop;
    }

    /// Shows the feed's checks what was committed before, if they need it.
    void reread(Feed feed) {
        if (!window.isResumed() || !feed.describe().wholeStream()) {
            return;
        }
        // all are leased first: of some only the destination knows that they are done
        for (SplitTask task = window.next(); task != null; task = window.next()) {
            taken.add(task);
        }
        List<Split> committed = new ArrayList<>(window.done());
        // With such a check only a split's last batch has a position: a split that got on is committed whole, and was
        // left before its end was seen.
        taken.stream()
                .filter(task -> !task.from().equals(Position.START))
                .map(SplitTask::split)
                .forEach(committed::add);
        for (Split split : committed) {
            try (SplitRows rows = feed.read(split, Position.START, window.range())) {
                for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                    batch.close();
                    if (stop.isRequested()) {
                        return;
                    }
                }
            }
        }
    }

    /// The next split to load, or `null` if none is left or the run is to stop.
    @Nullable
    SplitTask next() {
        if (stop.isRequested()) {
            return null;
        }
        SplitTask task = taken.poll();
        return task != null ? task : window.next();
    }
}
