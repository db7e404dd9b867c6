package io.datacook.engine.run;

import io.datacook.api.DatacookException;
import io.datacook.api.DestinationFeature;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.CommitClass;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.load.CheckpointPolicy;
import io.datacook.engine.load.Lane;
import io.datacook.engine.load.LoadPlan;
import io.datacook.engine.load.LoadTools;
import io.datacook.engine.load.LocalProcess;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.load.Ticker;
import io.datacook.engine.load.WindowLoad;
import io.datacook.engine.load.WindowOpeners;
import io.datacook.engine.load.WindowResult;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.OpenStream;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.plan.StreamPlan;
import io.datacook.engine.receipt.Receipt;
import io.datacook.engine.recipe.ErrorPolicy;
import io.datacook.engine.recipe.Incremental;
import io.datacook.engine.recipe.RuntimeConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Upstream;
import io.datacook.engine.stage.Validation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// One stream of a run: attempts until it is loaded, stopped, or fails in a way that a retry cannot mend.
///
/// An attempt that fails leaves its window to the next one, which continues after the last commit.
final class StreamRun {
    private static final int REWINDS_MAX = 20;

    private final EngineContext context;
    private final RunTools tools;
    private final Upstream upstream;
    private final Lane lane;
    private final Lanes lanes;
    private final StreamRecipe recipe;
    private final Tally tally;
    private final Instant startedAt;
    private int rewinds;
    private int rewindsAll;
    private long rewindsAtEpochs;
    private String target = "";
    private int splits;
    private @Nullable String stateBefore;
    private @Nullable String stateAfter;
    private @Nullable Receipt receipt;

    StreamRun(EngineContext context, RunTools tools, Upstream upstream, Lane lane, Lanes lanes, StreamRecipe recipe) {
        this.context = context;
        this.upstream = upstream;
        this.lane = lane;
        this.tools = tools;
        this.lanes = lanes;
        this.recipe = recipe;
        this.tally = new Tally(recipe.name(), tools.listener());
        this.startedAt = context.clock().instant();
    }

    /// Loads the stream; a failure is in the report.
    StreamReport load() {
        RuntimeConfig.Retry retry = context.recipe().runtime().retry();
        for (int attempt = 1; ; attempt++) {
            try {
                return report(attempt(), attempt, null);
            } catch (DatacookException failed) {
                if (failed.code() == ErrorCode.LINK_BROKEN && tools.stop().isRequested()) {
                    // The neighbour was told to end too, and was quicker: what is committed stays.
                    return report(Outcome.STOPPED, attempt, null);
                }
                boolean again =
                        isRewind(failed) || (failed.code().retryable() && attempt - rewindsAll < retry.attemptsMax());
                if (!again || tools.stop().isRequested()) {
                    return report(Outcome.FAILED, attempt, failed);
                }
                Duration pause = Backoff.before(Math.max(2, attempt - rewindsAll + 1), retry);
                tools.listener().retrying(recipe.name(), attempt + 1, pause, failed);
                tools.pause().pause(pause);
            } catch (OutOfMemoryException | OutOfMemoryError exhausted) {
                return report(Outcome.FAILED, attempt, Exhaustion.of(exhausted));
            } catch (RuntimeException fault) {
                return report(
                        Outcome.FAILED,
                        attempt,
                        new DatacookException(
                                ErrorCode.INTERNAL,
                                "a fault of Datacook: " + fault + "; please report it with the session's log",
                                fault));
            }
        }
    }

    /// Whether only a neighbour was lost, which says nothing about source or recipe and so does not use an attempt up,
    /// within a limit for each commit reached: a pod to the left is being replaced, or lane 0 was and has taken the
    /// stream over, so that this lane joins again.
    private boolean isRewind(DatacookException failed) {
        boolean lane0Replaced = failed.code() == ErrorCode.FENCED && !lane.isFirst();
        if (failed.code() != ErrorCode.LINK_BROKEN && !lane0Replaced) {
            return false;
        }
        long committed = tally.epochs();
        rewinds = committed > rewindsAtEpochs ? 1 : rewinds + 1;
        rewindsAtEpochs = committed;
        if (rewinds > REWINDS_MAX) {
            return false;
        }
        rewindsAll++;
        return true;
    }

    private Outcome attempt() {
        try (OpenStream open = new Planner(context, tools.state(), upstream).open(recipe)) {
            StreamPlan plan = open.plan();
            target = plan.target();
            tools.listener()
                    .streamStarted(
                            plan.name(),
                            plan.source().rowsEstimate(),
                            plan.source().bytesEstimate());
            AtomicBoolean failed = new AtomicBoolean();
            StopSignal stop = () -> failed.get() || tools.stop().isRequested() || isOverdue();
            try (WindowLoad window = window(plan, stop, open)) {
                if (window == null) {
                    return tools.stop().isRequested() ? stopped() : Outcome.SUCCEEDED;
                }
                splits = window.splitCount();
                stateBefore = describe(window.cursor());
                stateAfter = stateBefore;
                ResumedSplits left = new ResumedSplits(window, stop);
                left.reread(open.feed());
                read(open, window, left, failed);
                if (!window.awaitRead()) {
                    return stopped();
                }
                List<Validation.Finding> findings = open.feed().finish();
                if (recipe.asset() != null) {
                    tools.listener().warned(recipe.name(), findings);
                }
                if (!lane.isFirst()) {
                    return Outcome.SUCCEEDED;
                }
                WindowResult result = window.finish();
                stateAfter = describe(result.after());
                receipt = receipt(window);
                return Outcome.SUCCEEDED;
            }
        }
    }

    /// Lane 0 opens or resumes a window, the others join it; `null` if there is none to join any more.
    private @Nullable WindowLoad window(StreamPlan plan, StopSignal stop, OpenStream open) {
        LoadPlan load = loadPlan(plan, open.info().wholeStream());
        return lane.isFirst()
                ? WindowLoad.open(load, loadTools(stop), openers(open))
                : WindowLoad.join(load, loadTools(stop), openers(open));
    }

    private Receipt receipt(WindowLoad window) {
        try {
            return window.receipt();
        } catch (DatacookException differs) {
            throw differs.at("stream " + recipe.name());
        }
    }

    private boolean isOverdue() {
        Duration timeout = context.recipe().runtime().timeout();
        return timeout != null
                && context.clock().instant().isAfter(context.startedAt().plus(timeout));
    }

    private Outcome stopped() {
        if (isOverdue() && !tools.stop().isRequested()) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    ("the run took longer than runtime.timeout allows (%s); what is committed stays, "
                                    + "run it again to continue")
                            .formatted(context.recipe().runtime().timeout()));
        }
        return Outcome.STOPPED;
    }

    /// Reads all splits, in as many lanes as there are splits and permits.
    private void read(OpenStream open, WindowLoad window, ResumedSplits left, AtomicBoolean failed) {
        int count = Math.min(lanes.parallelism(), Math.max(1, splits));
        lanes.each(Collections.nCopies(count, window), shared -> {
            try {
                lane(open, shared, left);
            } catch (RuntimeException | Error failure) {
                failed.set(true);
                throw failure;
            }
            return shared;
        });
    }

    private void lane(OpenStream open, WindowLoad window, ResumedSplits left) {
        while (lanes.working(() -> loadNext(open, window, left))) {
            // another split, while other streams get their turn in between
        }
    }

    private boolean loadNext(OpenStream open, WindowLoad window, ResumedSplits left) {
        SplitTask task = left.next();
        if (task == null) {
            return false;
        }
        try (LaneStream rows = LaneStream.open(context, open, window.range(), task, tally)) {
            window.load(task, rows, rows::cursorMax);
        }
        return true;
    }

    private LoadPlan loadPlan(StreamPlan plan, boolean wholeStream) {
        Set<DestinationFeature> features =
                context.catalog().destination(recipe.destination().type()).features();
        RuntimeConfig.Checkpoint checkpoint = context.recipe().runtime().checkpoint();
        return new LoadPlan(
                new StateKey(context.recipe().qualifiedName(), plan.name()),
                wholeStream ? lane.whole() : lane,
                recipe.mode(),
                Digests.of(plan.output()),
                CommitClass.of(features),
                cursorType(plan),
                new CheckpointPolicy(checkpoint.rowsMax(), checkpoint.bytesMax().bytes(), checkpoint.interval()),
                rejectsMax(),
                LoadPlan.LEASE_DEFAULT,
                tools.lockWait());
    }

    private @Nullable ArrowType cursorType(StreamPlan plan) {
        return switch (recipe.incremental()) {
            case Incremental.Full() -> null;
            case Incremental.Cursor by -> plan.read().findField(by.column()).getType();
        };
    }

    private long rejectsMax() {
        return switch (recipe.errors()) {
            case ErrorPolicy.Fail() -> 0;
            case ErrorPolicy.Skip(long rowsMax) -> rowsMax;
            case ErrorPolicy.DeadLetter letters -> letters.rowsMax();
        };
    }

    private LoadTools loadTools(StopSignal stop) {
        return new LoadTools(
                tools.state(),
                context.clock(),
                Ticker.VIRTUAL,
                tools.pause(),
                LocalProcess::isDead,
                tally,
                stop,
                tools.faults());
    }

    private WindowOpeners openers(OpenStream open) {
        StreamPlan plan = open.plan();
        return new WindowOpeners(
                new Bounds(open),
                (window, fence) -> open.destination()
                        .load(new LoadRequest(
                                context.recipe().qualifiedName(),
                                plan.name(),
                                window,
                                plan.output(),
                                recipe.mode(),
                                plan.changes(),
                                -1,
                                fence)),
                DeadLetters.opener(context, plan));
    }

    private static @Nullable String describe(@Nullable Cursor cursor) {
        return cursor == null ? null : cursor.column() + " ≤ " + cursor.value();
    }

    private StreamReport report(Outcome outcome, int attempts, @Nullable DatacookException error) {
        StreamReport report = new StreamReport(
                recipe.name(),
                outcome,
                target,
                tally.counts(),
                tally.steps(),
                tally.stageBusy(),
                splits,
                tally.epochs(),
                attempts,
                stateBefore,
                stateAfter,
                receipt,
                error,
                Duration.between(startedAt, context.clock().instant()));
        tools.listener().streamEnded(report);
        return report;
    }
}
