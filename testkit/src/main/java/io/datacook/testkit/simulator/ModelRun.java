package io.datacook.testkit.simulator;

import io.datacook.api.CursorRange;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.Owner;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.Refusal;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.commit.WindowPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// One process that loads windows: a model of `engine.load`, with the same order of calls and the same reactions.
final class ModelRun {
    static final Duration LEASE = Duration.ofSeconds(20);
    private static final int LANES = 2;

    final World world;
    final Unit main = new Unit();
    final Deque<String> waiting = new ArrayDeque<>();
    final Map<String, Long> published = new HashMap<>();
    private final Owner owner;
    private final int process;
    private final LongPredicate deadRun;
    private final List<ModelLane> lanes = new ArrayList<>();
    private final String digest;
    private final ModelClient client;
    private long fence;
    private boolean over;
    private boolean done;

    /// @param number of the run; its processes are one owner
    /// @param process 0 opens and finishes the run's windows, the others only take their share of the splits
    /// @param deadRun whether the run of a number is known to be dead
    ModelRun(World world, int number, int process, LongPredicate deadRun) {
        this.world = world;
        this.owner = new Owner("host", number, 0, "run" + number);
        this.process = process;
        this.deadRun = deadRun;
        this.client = new ModelClient(this);
        this.digest = world.schemaDigest();
        main.then(process == 0 ? this::acquire : this::join);
    }

    int number() {
        return (int) owner.pid();
    }

    int process() {
        return process;
    }

    /// Whether its work is done, not only its life.
    boolean isDone() {
        return done;
    }

    boolean isOver() {
        return over;
    }

    void die() {
        over = true;
    }

    /// A higher fence was given out: the run's first process was overtaken, the others join the next one.
    void superseded() {
        if (process == 0) {
            die();
            return;
        }
        lanes.clear();
        waiting.clear();
        published.clear();
        client.forget();
        main.then(this::join);
    }

    /// Takes part in what the run's first process has opened.
    private void join() {
        StreamState now = world.store.state();
        Lease held = now.lease();
        Window open = now.window();
        if (held == null
                || open == null
                || !held.owner().equals(owner)
                || open.readyFence() != held.fence()
                || open.phase() != Window.Phase.READING) {
            if (world.chance(20)) {
                die();
            } else {
                main.then(this::join);
            }
            return;
        }
        fence = held.fence();
        openLoad(open);
    }

    /// Lets one of its threads do one thing.
    void step() {
        List<Unit> ready = new ArrayList<>();
        if (main.isReady()) {
            ready.add(main);
        }
        lanes.forEach(lane -> {
            if (lane.unit().isReady()) {
                ready.add(lane.unit());
            }
        });
        if (ready.isEmpty()) {
            throw new Broken("a run neither works nor ends");
        }
        ready.get(world.random.nextInt(ready.size())).step();
    }

    /// The fence a request is sent with: without the fence check, whatever the document wants.
    long fence(StreamState state) {
        Lease held = state.lease();
        return world.mutation == Mutation.NO_FENCE_CHECK && held != null ? held.fence() : fence;
    }

    long ownFence() {
        return fence;
    }

    /// Asks the protocol and stores its answer, see [ModelClient#update].
    void update(
            Unit unit, Function<StreamState, Decision> request, Consumer<StreamState> then, Consumer<Refused> refused) {
        client.update(unit, request, then, refused);
    }

    private void acquire() {
        client.forget();
        Lease held = world.store.state().lease();
        Lease suspected = held != null && (deadRun.test(held.owner().pid()) || world.chance(30)) ? held : null;
        update(
                main,
                state -> ModelClient.keepingFence(
                        world,
                        owner,
                        state,
                        suspected != null
                                ? Protocol.takeOver(state, suspected.fence(), owner, world.now(), LEASE)
                                : Protocol.acquire(state, owner, world.now(), LEASE)),
                state -> {
                    fence = Objects.requireNonNull(state.lease()).fence();
                    world.hold(fence, this);
                    main.then(this::resume);
                },
                refused -> {
                    world.letTimePass();
                    main.then(this::acquire);
                });
    }

    private void resume() {
        String mode = world.replacing ? "replace" : "append";
        update(
                main,
                state -> Protocol.resume(state, fence(state), mode, digest),
                state -> main.then(() -> {
                    if (state.window() != null) {
                        openLoad(state.window());
                    } else {
                        open(mode, state.cursor());
                    }
                }),
                refused -> die());
    }

    private void open(String mode, @Nullable Cursor cursor) {
        int number = cursor == null ? 0 : Integer.parseInt(cursor.value()) + 1;
        if (number >= World.WINDOWS) {
            release();
            return;
        }
        CursorRange range = new CursorRange("n", cursor == null ? null : cursor.value(), Integer.toString(number));
        WindowPlan plan = new WindowPlan(owner.runId(), range, mode, digest, world.splits(number));
        update(
                main,
                state -> Protocol.open(state, fence(state), plan, world.now()),
                state -> main.then(() -> openLoad(Objects.requireNonNull(state.window()))),
                refused -> die());
    }

    private void openLoad(Window window) {
        // A request under way keeps the fence it was sent with, also when its sender joins again meanwhile.
        long sent = fence;
        world.call(
                this,
                () -> {
                    world.sink.open(window.id(), sent);
                    world.rejects.open(window.id(), sent);
                    return true;
                },
                done -> main.then(() -> ready(window)),
                this::die);
    }

    /// Lets the run's other processes join.
    private void ready(Window window) {
        if (process > 0 || world.processes == 1) {
            replay(window, process);
            return;
        }
        update(
                main,
                state -> Protocol.ready(state, fence(state), window.id()),
                state -> main.then(() -> replay(window, process)),
                refused -> superseded());
    }

    private void replay(Window window, int index) {
        if (index >= window.splits().size()) {
            for (int i = process; i < window.splits().size(); i += world.processes) {
                SplitState split = window.splits().get(i);
                if (!split.last()) {
                    waiting.add(split.id());
                }
            }
            for (int i = 0; i < LANES; i++) {
                lanes.add(new ModelLane(this, window, world.windows.get(number(window))));
            }
            return;
        }
        publish(main, window, window.splits().get(index), () -> replay(window, index + world.processes));
    }

    private static int number(Window window) {
        return Integer.parseInt(
                Objects.requireNonNull(Objects.requireNonNull(window.range()).upTo()));
    }

    /// Publishes what is recorded of a split and not known to be visible.
    void publish(Unit unit, Window window, SplitState split, Runnable then) {
        if (!window.awaitsPublish(split) || Objects.equals(published.get(split.id()), split.epoch())) {
            unit.then(then);
            return;
        }
        if (world.mutation == Mutation.NO_REPLAY) {
            published.put(split.id(), split.epoch());
            unit.then(then);
            return;
        }
        publishNow(unit, window, split, then);
    }

    void publishNow(Unit unit, Window window, SplitState split, Runnable then) {
        world.call(
                this,
                () -> {
                    if (!window.keepsManifests()) {
                        split.manifests().forEach(world.sink::publish);
                    }
                    return true;
                },
                main -> unit.then(() -> world.call(
                        this,
                        () -> {
                            world.rejects.publish(split.rejected());
                            return true;
                        },
                        done -> {
                            published.put(split.id(), split.epoch());
                            unit.then(then);
                        },
                        this::die)),
                this::die);
    }

    /// A lane found no split any more.
    void laneEnded(Window window) {
        if (!lanes.stream().allMatch(ModelLane::isOver)) {
            return;
        }
        if (world.processes == 1) {
            main.then(() -> finishing(window.id()));
        } else {
            main.then(() -> settle(window.id()));
        }
    }

    /// What this process has published need not be published by others.
    private void settle(String window) {
        update(
                main,
                state -> Protocol.published(state, window, published),
                state -> {
                    if (process == 0) {
                        main.then(() -> awaitOthers(window));
                    } else {
                        done = true;
                        die();
                    }
                },
                refused -> superseded());
    }

    /// The splits of the run's other processes must be committed, and visible, before the window can end.
    private void awaitOthers(String window) {
        client.forget();
        Lease held = world.store.state().lease();
        Window open = world.store.state().window();
        if (held == null || held.fence() != fence || open == null || !open.id().equals(window)) {
            die();
        } else if (open.isSettled()) {
            main.then(() -> finishing(window));
        } else {
            main.then(() -> awaitOthers(window));
        }
    }

    private void finishing(String window) {
        update(
                main,
                state -> switch (Protocol.published(state, window, published)) {
                    case Accepted(StreamState next) -> Protocol.finishing(next, fence(next), window);
                    case Unchanged(StreamState same) -> Protocol.finishing(same, fence(same), window);
                    case Refused refused -> refused;
                },
                state -> main.then(() -> finish(Objects.requireNonNull(state.window()))),
                refused -> die());
    }

    private void finish(Window window) {
        world.call(
                this,
                () -> {
                    world.sink.finish(window.id(), fence, window.keepsManifests() ? window.manifests() : List.of());
                    return true;
                },
                done -> main.then(() -> world.call(
                        this,
                        () -> {
                            world.rejects.finish(window.id(), fence, List.of());
                            return true;
                        },
                        alsoDone -> main.then(() -> close(window)),
                        this::die)),
                this::die);
    }

    private void close(Window window) {
        Cursor cursor = new Cursor("n", Integer.toString(number(window)));
        update(
                main,
                state -> Protocol.finished(
                        state,
                        fence(state),
                        window.id(),
                        cursor,
                        Comparator.comparingInt(Integer::parseInt),
                        world.now()),
                state -> main.then(this::release),
                refused -> die());
    }

    private void release() {
        update(
                main,
                state -> Protocol.release(state, fence),
                state -> {
                    done = true;
                    die();
                },
                refused -> die());
    }

    /// Whether a refusal only says that somebody else was faster.
    static boolean isDone(Refused refused) {
        return refused.reason() == Refusal.WRONG_PHASE;
    }
}
