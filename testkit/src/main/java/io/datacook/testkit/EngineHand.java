package io.datacook.testkit;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import io.datacook.api.Manifest;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import io.datacook.engine.commit.CommitClass;
import io.datacook.engine.commit.Owner;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.load.CheckpointPolicy;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.LoadListener;
import io.datacook.engine.load.LoadPlan;
import io.datacook.engine.load.LoadTools;
import io.datacook.engine.load.SplitTask;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.load.WindowLoad;
import io.datacook.engine.load.WindowOpeners;
import io.datacook.engine.receipt.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Loads rows into a target through the engine's own loader, and can be killed on the way.
///
/// Splits are given as lists of rows of [DestinationHand#SCHEMA]; each batch has two rows, each epoch one batch.
public final class EngineHand {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final StateKey KEY = new StateKey("contract", "orders");
    private static final int BATCH_ROWS = 2;

    private final DestinationSubject subject;
    private final String target;
    private final StateBackend state;
    private int runs;
    private @Nullable Receipt receipt;

    /// @param state outlives the runs
    public EngineHand(DestinationSubject subject, String target, StateBackend state) {
        this.subject = subject;
        this.target = target;
        this.state = state;
    }

    /// Runs one window to its end, or until the fault hook throws [Killed].
    ///
    /// @return whether it was killed
    public boolean run(WriteMode mode, List<List<@Nullable Object[]>> splits, FaultHook faults) {
        runs++;
        DestinationHand hand = new DestinationHand(subject, target);
        Watched watched = new Watched();
        try {
            drive(hand, watched, mode, splits, faults);
        } catch (Killed killed) {
            subject.kill(watched.writers, watched.loads, hand.destination());
            hand.closeAfterKill();
            return true;
        } catch (RuntimeException failed) {
            hand.close();
            throw failed;
        }
        hand.close();
        return false;
    }

    /// What the last run that came to its end found at the destination, or `null` before.
    public @Nullable Receipt receipt() {
        return receipt;
    }

    /// How many windows the state knows as closed.
    public long windowsClosed() {
        StateBackend.Versioned document = state.load(KEY);
        return document == null
                ? 0
                : StateCodec.read(document.document(), "memory").totals().windows();
    }

    private void drive(
            DestinationHand hand,
            Watched watched,
            WriteMode mode,
            List<List<@Nullable Object[]>> splits,
            FaultHook faults) {
        LoadPlan plan = new LoadPlan(
                KEY,
                new Owner("test", runs, 0, "run" + runs),
                mode,
                "digest",
                CommitClass.of(subject.features()),
                null,
                new CheckpointPolicy(BATCH_ROWS, Long.MAX_VALUE, MINUTE),
                -1,
                MINUTE,
                Duration.ZERO);
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z").plusSeconds(runs), ZoneOffset.UTC);
        LoadTools tools = new LoadTools(
                state,
                clock,
                (interval, task) -> () -> {},
                wait -> {},
                owner -> true,
                LoadListener.SILENT,
                StopSignal.NEVER,
                faults);
        List<Split> parts = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            parts.add(Split.of("s" + i, Map.of("index", Integer.toString(i))));
        }
        WindowOpeners openers = new WindowOpeners(
                cursor -> new WindowOpeners.Fixed(null, parts),
                (window, fence) -> watched.watch(
                        hand.destination().load(hand.request(mode, window, fence, DestinationHand.SCHEMA))),
                null);
        WindowLoad window = WindowLoad.open(plan, tools, openers);
        for (SplitTask task = window.next(); task != null; task = window.next()) {
            List<@Nullable Object[]> rows =
                    splits.get(Integer.parseInt(task.split().text("index")));
            window.load(task, new Rows(hand.allocator(), rows, task.from()), () -> null);
        }
        window.finish();
        receipt = window.receipt();
        window.close();
    }

    /// The rows of a split, after a position.
    private static final class Rows implements BatchStream {
        private final BufferAllocator allocator;
        private final List<@Nullable Object[]> rows;
        private int next;

        private Rows(BufferAllocator allocator, List<@Nullable Object[]> rows, Position from) {
            this.allocator = allocator;
            this.rows = rows;
            this.next = from.isStart() ? 0 : (int) from.number("row");
        }

        @Override
        public Schema schema() {
            return DestinationHand.SCHEMA;
        }

        @Override
        public @Nullable Batch next() {
            if (next == rows.size()) {
                return null;
            }
            int end = Math.min(next + BATCH_ROWS, rows.size());
            Batch batch = Tables.batch(allocator, DestinationHand.SCHEMA, next + 1L, rows.subList(next, end));
            next = end;
            return batch;
        }

        @Override
        public void acknowledge(Position committed) {}

        @Override
        public void close() {}
    }

    /// Remembers what a killed process leaves open.
    private static final class Watched {
        private final List<EpochWriter> writers = new ArrayList<>();
        private final List<Load> loads = new ArrayList<>();

        private Load watch(Load load) {
            loads.add(load);
            return new Load() {
                @Override
                public void open() {
                    load.open();
                }

                @Override
                public @Nullable String claim(String split, long fence) {
                    return load.claim(split, fence);
                }

                @Override
                public EpochWriter begin(EpochId epoch) {
                    EpochWriter writer = load.begin(epoch);
                    writers.add(writer);
                    return writer;
                }

                @Override
                public void publish(Manifest manifest) {
                    load.publish(manifest);
                }

                @Override
                public @Nullable VisibleRows visible() {
                    return load.visible();
                }

                @Override
                public void finish(List<Manifest> manifests) {
                    load.finish(manifests);
                }

                @Override
                public void close() {
                    load.close();
                }
            };
        }
    }
}
