package io.datacook.testkit.load;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.CursorRange;
import io.datacook.api.DestinationFeature;
import io.datacook.api.LoadRequest;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.api.Split;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.api.WriteMode;
import io.datacook.engine.commit.CommitClass;
import io.datacook.engine.commit.Owner;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.load.CheckpointPolicy;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.Lane;
import io.datacook.engine.load.LoadListener;
import io.datacook.engine.load.LoadPlan;
import io.datacook.engine.load.LoadTools;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.load.StreamStates;
import io.datacook.engine.load.Ticker;
import io.datacook.engine.load.WindowLoad;
import io.datacook.engine.load.WindowOpeners;
import io.datacook.testkit.MemoryDestination;
import io.datacook.testkit.MemoryState;
import io.datacook.testkit.MemoryTable;
import io.datacook.testkit.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Everything a load needs, in memory, each part changeable by the test. Every batch has two rows.
final class Bench implements AutoCloseable {
    static final StateKey KEY = new StateKey("recipe", "orders");
    static final Schema SCHEMA = Tables.schema(Tables.field("id", Tables.INT64));
    static final Duration LEASE = Duration.ofMinutes(1);

    final BufferAllocator allocator = new RootAllocator();
    final MemoryTable table = new MemoryTable();
    final MemoryRejects rejects = new MemoryRejects();
    final List<String> acknowledged = new CopyOnWriteArrayList<>();
    final List<Runnable> ticks = new ArrayList<>();
    Set<DestinationFeature> features = MemoryDestination.STAGED;
    StateBackend state = new MemoryState();
    WriteMode mode = new WriteMode.Append();
    CheckpointPolicy policy = new CheckpointPolicy(4, Long.MAX_VALUE, Duration.ofHours(1));

    @Nullable
    CursorRange range;

    long rejectsMax = -1;
    Duration lockWait = Duration.ZERO;
    Predicate<Owner> dead = owner -> false;
    LoadListener listener = LoadListener.SILENT;
    StopSignal stop = StopSignal.NEVER;
    FaultHook faults = FaultHook.NONE;
    Instant now = Instant.parse("2026-11-21T08:00:00Z");
    /// Rows that are refused, and batches that carry no position.
    Predicate<Long> refused = id -> false;
    Predicate<Long> unpositioned = id -> false;
    private final List<Integer> splitRows;
    private int runs;

    /// @param splitRows rows of each split; ids are split × 100 + row
    Bench(Integer... splitRows) {
        this.splitRows = List.of(splitRows);
    }

    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    LoadPlan plan(String runId) {
        return new LoadPlan(
                KEY,
                new Owner("host", ++runs, 0, runId),
                mode,
                "digest",
                CommitClass.of(features),
                range == null ? null : Tables.INT64,
                policy,
                rejectsMax,
                LEASE,
                lockWait);
    }

    WindowLoad open(String runId) {
        return WindowLoad.open(plan(runId), tools(), openers());
    }

    /// A lane of a run that several processes work on; `null` where there is nothing to join.
    @Nullable
    WindowLoad lane(String runId, int number, int count) {
        LoadPlan alone = plan(runId);
        LoadPlan plan = new LoadPlan(
                KEY,
                Lane.of(runId, number, count),
                mode,
                "digest",
                alone.commitClass(),
                alone.cursorType(),
                policy,
                rejectsMax,
                LEASE,
                lockWait);
        return number == 0 ? WindowLoad.open(plan, tools(), openers()) : WindowLoad.join(plan, tools(), openers());
    }

    private LoadTools tools() {
        Ticker ticker = (interval, task) -> {
            ticks.add(task);
            return () -> ticks.remove(task);
        };
        return new LoadTools(state, clock, ticker, wait -> now = now.plus(wait), dead, listener, stop, faults);
    }

    private WindowOpeners openers() {
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < splitRows.size(); i++) {
            splits.add(Split.of("s" + i, Map.of("index", Integer.toString(i))));
        }
        return new WindowOpeners(
                cursor -> new WindowOpeners.Fixed(range, splits),
                (window, fence) -> new MemoryDestination(table, features)
                        .load(new LoadRequest("recipe", "orders", window, SCHEMA, mode, List.of(), -1, fence)),
                (window, fence) -> rejects.open());
    }

    /// Loads all splits one after the other and finishes, if they all end.
    void run(String runId) {
        try (WindowLoad window = open(runId)) {
            for (SplitTask task = window.next(); task != null; task = window.next()) {
                Rows rows = rows(task);
                window.load(task, rows, rows::cursorMax);
            }
            if (window.isRead()) {
                window.finish();
            }
        }
    }

    Rows rows(SplitTask task) {
        int split = Integer.parseInt(task.split().text("index"));
        return new Rows(split * 100L, splitRows.get(split), task.from());
    }

    StreamState stored() {
        return Objects.requireNonNull(StreamStates.show(state, KEY));
    }

    List<Long> visible() {
        return table.visible().stream()
                .map(row -> (Long) Objects.requireNonNull(row.get("id")))
                .sorted()
                .toList();
    }

    List<Long> expected() {
        List<Long> all = new ArrayList<>();
        for (int split = 0; split < splitRows.size(); split++) {
            for (int row = 0; row < splitRows.get(split); row++) {
                all.add(split * 100L + row);
            }
        }
        return all;
    }

    @Override
    public void close() {
        allocator.close();
    }

    /// The rows of a split.
    final class Rows implements BatchStream {
        private final long first;
        private final int count;
        private int next;
        private @Nullable Long largest;

        private Rows(long first, int count, Position from) {
            this.first = first;
            this.count = count;
            this.next = from.isStart() ? 0 : (int) from.number("row");
        }

        @Nullable
        String cursorMax() {
            return largest == null ? null : largest.toString();
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public @Nullable Batch next() {
            if (next >= count) {
                return null;
            }
            int end = Math.min(next + 2, count);
            List<@Nullable Object[]> kept = new ArrayList<>();
            List<Reject> bad = new ArrayList<>();
            for (long id = first + next; id < first + end; id++) {
                if (refused.test(id)) {
                    bad.add(new Reject("validate", "row " + id, "id", "" + id, "is refused", "{}"));
                } else {
                    kept.add(new @Nullable Object[] {id});
                }
            }
            next = end;
            largest = first + end - 1;
            Batch filled = Tables.batch(allocator, SCHEMA, 1, kept);
            VectorSchemaRoot root = filled.rows();
            boolean ends = !unpositioned.test(largest);
            return new Batch(root, ends ? Position.of("row", end) : null, Origin.consecutive("t", "row", 1), bad);
        }

        @Override
        public void acknowledge(Position committed) {
            acknowledged.add(first / 100 + "@" + committed.fields().getOrDefault("row", "start"));
        }

        @Override
        public void close() {}
    }
}
