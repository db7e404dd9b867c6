package io.datacook.engine.load;

import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.Split;
import io.datacook.engine.commit.Checkpoint;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.Refusal;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.receipt.Receipt;
import io.datacook.engine.receipt.ReceiptBook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One window of one stream on its way into its destination.
///
/// The order of use: [#open] once; each lane calls [#next] and [#load] until `next` gives `null`; [#finish] once if
/// [#isRead]; [#close] always. What was not finished is continued by the next run. **Threading:** `next` and `load`
/// are safe for several lanes. **Closing:** closes the destination's side and the dead letters' side and gives the
/// lease back; the window stays as it is.
public final class WindowLoad implements AutoCloseable {
    private final LoadPlan plan;
    private final LoadTools tools;
    private final StateStore store;
    private final LeaseKeeper lease;
    private final Sinks sinks;
    private final RejectBudget budget;
    private final OpenWindow opened;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, Long> published = new ConcurrentHashMap<>();
    private final Map<String, Split> done = new ConcurrentSkipListMap<>();
    private final ReceiptBook receipts;
    private List<SplitState> finished = List.of();

    private WindowLoad(
            LoadPlan plan, LoadTools tools, StateStore store, LeaseKeeper lease, Sinks sinks, OpenWindow opened) {
        this.plan = plan;
        this.tools = tools;
        this.store = store;
        this.lease = lease;
        this.sinks = sinks;
        this.opened = opened;
        this.budget = new RejectBudget(plan.rejectsMax(), opened.window().rejects());
        this.receipts =
                new ReceiptBook(sinks.load()::visible, opened.window().splits().size(), ReceiptBook.BYTES_MAX);
    }

    /// Takes the stream, resumes its window or opens a new one, and makes the destination ready.
    ///
    /// @throws DatacookException `STATE_LOCKED` if another run holds the stream
    public static WindowLoad open(LoadPlan plan, LoadTools tools, WindowOpeners openers) {
        StateStore store = new StateStore(tools.state(), plan.key(), tools.pause());
        LeaseKeeper lease = LeaseKeeper.take(store, plan, tools);
        @Nullable Sinks sinks = null;
        try {
            tools.faults().at(FaultPoint.LEASE_TAKEN);
            OpenWindow opened = OpenWindow.of(store, lease.fence(), plan, tools, openers.bounds());
            tools.faults().at(FaultPoint.WINDOW_OPENED);
            sinks = Sinks.of(openers, opened.window().id(), lease.fence());
            return begun(new WindowLoad(plan, tools, store, lease, sinks, opened));
        } catch (RuntimeException failed) {
            closeAfter(failed, sinks, lease);
            throw failed;
        }
    }

    /// Joins the window that lane 0 of the same run opens, once the destination is ready.
    ///
    /// @return `null` if the run has closed the window already, or if this lane was asked to stop
    /// @throws DatacookException `STATE_LOCKED` if lane 0 does not open one in time
    public static @Nullable WindowLoad join(LoadPlan plan, LoadTools tools, WindowOpeners openers) {
        StateStore store = new StateStore(tools.state(), plan.key(), tools.pause());
        StreamState state = Joining.await(store, plan, tools);
        if (state == null) {
            return null;
        }
        Window window = Objects.requireNonNull(state.window());
        LeaseKeeper lease = LeaseKeeper.joined(store, plan, tools, window.readyFence());
        Sinks sinks = Sinks.of(openers, window.id(), lease.fence());
        try {
            OpenWindow opened = new OpenWindow(window, state.cursor(), true);
            return begun(new WindowLoad(plan, tools, store, lease, sinks, opened));
        } catch (RuntimeException failed) {
            closeAfter(failed, sinks, lease);
            throw failed;
        }
    }

    private static WindowLoad begun(WindowLoad load) {
        load.begin();
        return load;
    }

    private void begin() {
        sinks.open();
        tools.faults().at(FaultPoint.LOAD_OPENED);
        Lane lane = plan.lane();
        if (lane.isFirst() && lane.count() > 1) {
            Refusals.require(store.update(state -> Protocol.ready(state, lease.fence(), id())), plan.key());
        }
        List<SplitState> splits = opened.window().splits();
        for (int place = 0; place < splits.size(); place++) {
            SplitState split = splits.get(place);
            if (!lane.takes(place)) {
                continue;
            }
            replay(split);
            if (split.last()) {
                done.put(split.id(), split.split());
            } else {
                waiting.add(split.id());
            }
        }
        tools.faults().at(FaultPoint.REPLAYED);
    }

    private void replay(SplitState split) {
        if (opened.window().awaitsPublish(split) && !Objects.equals(published.get(split.id()), split.epoch())) {
            sinks.publish(opened.window(), split);
            published.put(split.id(), split.epoch());
            tools.listener().replayed(split.id(), split.epoch());
        }
    }

    /// The window's id.
    public String id() {
        return opened.window().id();
    }

    /// The rows it takes, for [io.datacook.api.ReadRequest]: of a resumed window those fixed when it was opened.
    public @Nullable CursorRange range() {
        return opened.window().range();
    }

    /// Whether an earlier run opened it.
    public boolean isResumed() {
        return opened.resumed();
    }

    /// The cursor before this window, or `null`.
    public @Nullable Cursor cursor() {
        return opened.cursor();
    }

    /// How many splits it has, done ones included.
    public int splitCount() {
        return opened.window().splits().size();
    }

    /// Whether every split is committed to its end, so that [#finish] may come.
    public boolean isRead() {
        Window window = store.newest().window();
        return window != null && window.id().equals(id()) && window.isRead();
    }

    /// Waits until the splits of all lanes are committed and as visible as they are to be, or for the stop signal.
    ///
    /// @return whether they are, so that [#finish] may come; a lane that joined only answers for its own splits
    public boolean awaitRead() {
        if (plan.lane().count() == 1) {
            return isRead();
        }
        settle();
        return plan.lane().isFirst() ? Joining.awaitSettled(store, id(), lease, tools) : isOwnRead();
    }

    /// What this lane has published need not be published by others.
    private void settle() {
        store.update(state -> Protocol.published(state, id(), published));
    }

    private boolean isOwnRead() {
        Window window = store.fresh().window();
        if (window == null || !window.id().equals(id())) {
            return true;
        }
        List<SplitState> splits = window.splits();
        for (int place = 0; place < splits.size(); place++) {
            if (plan.lane().takes(place) && !splits.get(place).last()) {
                return false;
            }
        }
        return true;
    }

    /// Splits that were committed to their end before this window was resumed; those whose end only the destination
    /// knew are among them once [#next] has come to them.
    public List<Split> done() {
        return List.copyOf(done.values());
    }

    /// Leases the next split to the calling lane.
    ///
    /// @return what to read, or `null` if no split is left
    public @Nullable SplitTask next() {
        for (String split = poll(); split != null && !tools.stop().isRequested(); split = poll()) {
            SplitTask task = lease(split);
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    private @Nullable String poll() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    private @Nullable SplitTask lease(String splitId) {
        lease.check();
        Decision leased = store.update(state -> Protocol.lease(state, lease.fence(), splitId));
        if (leased instanceof Refused refused && refused.reason() == Refusal.WRONG_PHASE) {
            // The holder before us was not dead but slow, and has ended the split since this window was opened.
            return null;
        }
        SplitState split = split(Refusals.require(leased, plan.key()), splitId);
        tools.faults().at(FaultPoint.SPLIT_LEASED);
        String kept = sinks.load().claim(splitId, split.fence());
        tools.faults().at(FaultPoint.SPLIT_CLAIMED);
        Checkpoint found = kept == null ? null : StateCodec.readCheckpoint(kept, "the destination");
        checkKept(split, found);
        EpochId holder = epoch(split);
        Decision settled = store.update(state -> Protocol.settle(state, holder, found));
        SplitState start = split(Refusals.require(settled, plan.key()), splitId);
        replay(start);
        if (start.last()) {
            done.put(splitId, start.split());
            return null;
        }
        return SplitTask.of(start);
    }

    private void checkKept(SplitState split, @Nullable Checkpoint found) {
        boolean absent = found == null || !found.window().equals(id());
        if (plan.commitClass().keepsCheckpoint() && absent && split.epoch() > 0) {
            throw new DatacookException(
                            ErrorCode.STATE_INVALID,
                            ("the state says that %d commits of split %s are in the destination, and the destination "
                                            + "knows of none: its record of commits was emptied, or it was rolled back "
                                            + "or restored from a backup; run `datacook state reset` to load the stream afresh")
                                    .formatted(split.epoch(), split.id()))
                    .at("stream " + plan.key().stream());
        }
    }

    private EpochId epoch(SplitState split) {
        return new EpochId(plan.key().recipe(), plan.key().stream(), id(), split.id(), split.epoch(), split.fence());
    }

    private static SplitState split(StreamState state, String splitId) {
        return Objects.requireNonNull(Objects.requireNonNull(state.window()).split(splitId));
    }

    /// Loads a leased split to its end, or until the stop signal: the caller's thread works.
    ///
    /// @param rows of the split after [SplitTask#from]; closed by the caller
    /// @param cursorMax the largest cursor value among the rows `rows` has given so far, or `null`
    /// @throws DatacookException if it failed; what was committed stays, the rest is redone by the next run
    public SplitResult load(SplitTask task, BatchStream rows, Supplier<@Nullable String> cursorMax) {
        EpochCommitter committer =
                new EpochCommitter(plan, tools, store, sinks, opened.window(), published, receipts, budget);
        return new Loader(plan, tools, lease, budget, committer, task, rows, cursorMax).load();
    }

    /// Ends the window: the destination exchanges or merges what waited, the cursor moves, the window closes.
    ///
    /// @throws DatacookException if a split is not done
    public WindowResult finish() {
        tools.faults().at(FaultPoint.BEFORE_FINISHING);
        Function<StreamState, Decision> ending = state -> switch (Protocol.published(state, id(), published)) {
            case Decision.Accepted(StreamState next) -> Protocol.finishing(next, lease.fence(), id());
            case Decision.Unchanged(StreamState same) -> Protocol.finishing(same, lease.fence(), id());
            case Refused refused -> refused;
        };
        StreamState state = Refusals.require(store.update(ending), plan.key());
        tools.faults().at(FaultPoint.AFTER_FINISHING);
        Window window = Objects.requireNonNull(state.window());
        sinks.finish(window);
        finished = window.splits();
        tools.faults().at(FaultPoint.AFTER_FINISH);
        Cursor cursor = Cursors.after(window, plan.cursorType());
        StreamState closed = Refusals.require(
                store.update(newest -> Protocol.finished(
                        newest,
                        lease.fence(),
                        id(),
                        cursor,
                        Cursors.order(plan.cursorType()),
                        tools.clock().instant())),
                plan.key());
        tools.faults().at(FaultPoint.WINDOW_CLOSED);
        return new WindowResult(id(), window.rows(), window.rejects(), opened.cursor(), closed.cursor());
    }

    /// Compares what this window committed, in earlier attempts too, with what is visible, after [#finish].
    ///
    /// @throws DatacookException `RECEIPT_MISMATCH` if they differ
    public Receipt receipt() {
        return receipts.verify(finished);
    }

    @Override
    public void close() {
        // The lease goes last: whoever takes the stream next finds the connections gone.
        try {
            sinks.close();
        } finally {
            giveBack(lease);
        }
    }

    private static void closeAfter(RuntimeException failed, @Nullable Sinks sinks, LeaseKeeper lease) {
        if (sinks != null) {
            try {
                sinks.close();
            } catch (RuntimeException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
        }
        giveBack(lease);
    }

    private static void giveBack(LeaseKeeper lease) {
        try {
            lease.release();
        } catch (DatacookException unreachable) {
            // A lease that cannot be given back runs out by itself; the next run waits that long at most.
            return;
        }
    }
}
