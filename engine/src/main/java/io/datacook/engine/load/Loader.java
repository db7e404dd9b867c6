package io.datacook.engine.load;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.Position;
import io.datacook.engine.commit.EpochCommit.Progress;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.load.EpochCommitter.Committed;
import io.datacook.engine.load.SplitResult.Ending;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Drives one split: batches into epochs, epochs into commits.
///
/// **Threading:** one thread, used once.
final class Loader {
    private final LoadPlan plan;
    private final LoadTools tools;
    private final LeaseKeeper lease;
    private final RejectBudget budget;
    private final EpochCommitter committer;
    private final SplitTask task;
    private final BatchStream rows;
    private final Supplier<@Nullable String> cursorMax;
    private OpenEpoch epoch;
    private Progress progress;
    private long epochs;
    private long files;

    Loader(
            LoadPlan plan,
            LoadTools tools,
            LeaseKeeper lease,
            RejectBudget budget,
            EpochCommitter committer,
            SplitTask task,
            BatchStream rows,
            Supplier<@Nullable String> cursorMax) {
        this.plan = plan;
        this.tools = tools;
        this.lease = lease;
        this.budget = budget;
        this.committer = committer;
        this.task = task;
        this.rows = rows;
        this.cursorMax = cursorMax;
        this.epoch = committer.begin(task, task.epoch() + 1);
        this.progress = task.done();
    }

    /// Works until the split's end or the stop signal.
    SplitResult load() {
        try {
            SplitResult result = result(drive());
            epoch.close();
            return result;
        } catch (RuntimeException failed) {
            try {
                epoch.close();
            } catch (RuntimeException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    private Ending drive() {
        while (!tools.stop().isRequested()) {
            lease.check();
            Batch next = rows.next();
            if (next == null) {
                Position end = epoch.at();
                commit(end == null ? progress.to() : end, true);
                return Ending.DONE;
            }
            try (Batch batch = next) {
                if (!batch.rejects().isEmpty()) {
                    budget.spend(batch.rejects());
                }
                epoch.write(batch);
            }
            Position at = epoch.at();
            if (at != null && plan.policy().isDue(epoch.rows(), epoch.bytes(), epoch.elapsed())) {
                commit(at, false);
            }
        }
        Position at = epoch.at();
        if (at != null && !at.equals(progress.to())) {
            commit(at, false);
        }
        return Ending.STOPPED;
    }

    private void commit(Position to, boolean last) {
        Position from = progress.to();
        Duration took = epoch.elapsed();
        Progress wanted = new Progress(
                to,
                last,
                progress.rows() + epoch.rows(),
                progress.bytes() + epoch.bytes(),
                progress.rejects() + epoch.rejects(),
                Cursors.larger(plan.cursorType(), progress.cursorMax(), cursorMax.get()),
                epoch.page().after(progress.rows(), progress.sums()),
                SplitState.NOTHING);
        Committed committed = committer.commit(epoch, from, progress, wanted);
        rows.acknowledge(to);
        tools.faults().at(FaultPoint.AFTER_ACKNOWLEDGE);
        Duration whole = epoch.elapsed();
        tools.listener()
                .epochCommitted(
                        epoch.id(),
                        new LoadListener.EpochFacts(
                                epoch.rows(),
                                committed.progress().bytes() - progress.bytes(),
                                epoch.rejects(),
                                committed.files(),
                                whole,
                                whole.minus(took)));
        epochs++;
        files += committed.files();
        progress = committed.progress();
        OpenEpoch done = epoch;
        epoch = committer.begin(task, done.id().epoch() + 1);
        done.close();
    }

    private SplitResult result(Ending ending) {
        Progress before = task.done();
        return new SplitResult(
                task.split().id(),
                ending,
                progress.rows() - before.rows(),
                progress.bytes() - before.bytes(),
                progress.rejects() - before.rejects(),
                epochs,
                files);
    }
}
