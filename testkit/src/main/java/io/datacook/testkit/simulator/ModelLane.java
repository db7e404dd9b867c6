package io.datacook.testkit.simulator;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.api.Position;
import io.datacook.engine.commit.Checkpoint;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.EpochCommit;
import io.datacook.engine.commit.EpochCommit.Progress;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One lane of a run: leases splits, reads them, commits epochs.
final class ModelLane {
    private final ModelRun run;
    private final World world;
    private final Window window;
    private final List<List<Integer>> rows;
    private final Unit unit = new Unit();
    private boolean over;

    ModelLane(ModelRun run, Window window, List<List<Integer>> rows) {
        this.run = run;
        this.world = run.world;
        this.window = window;
        this.rows = rows;
        unit.then(this::next);
    }

    Unit unit() {
        return unit;
    }

    boolean isOver() {
        return over;
    }

    private void next() {
        String split = run.waiting.poll();
        if (split == null) {
            over = true;
            run.laneEnded(window);
            return;
        }
        run.update(
                unit,
                state -> Protocol.lease(state, run.fence(state), split),
                state -> {
                    SplitState leased = split(state, split);
                    world.hold(leased.fence(), this);
                    unit.then(() -> claim(leased));
                },
                refused -> {
                    if (ModelRun.isDone(refused)) {
                        unit.then(this::next);
                    } else {
                        run.superseded();
                    }
                });
    }

    private SplitState split(StreamState state, String id) {
        return Objects.requireNonNull(Objects.requireNonNull(state.window()).split(id));
    }

    private EpochId epoch(SplitState split, long number) {
        return new EpochId("r", "s", window.id(), split.id(), number, split.fence());
    }

    private void claim(SplitState split) {
        if (!world.checkpointing) {
            settle(split, null);
            return;
        }
        world.call(
                run,
                () -> new Found(world.sink.claim(epoch(split, 0))),
                found -> {
                    if (found.checkpoint() == null && split.epoch() > 0) {
                        run.die();
                    } else {
                        unit.then(() -> settle(split, found.checkpoint()));
                    }
                },
                run::die);
    }

    private record Found(@Nullable Checkpoint checkpoint) {}

    private void settle(SplitState split, @Nullable Checkpoint found) {
        EpochId holder = epoch(split, split.epoch());
        run.update(
                unit,
                state -> unfenced(state, holder, id -> Protocol.settle(fenceless(state), id, found)),
                state -> {
                    SplitState start = split(state, split.id());
                    run.publish(unit, window, start, start.last() ? this::next : () -> write(start));
                },
                refused -> run.superseded());
    }

    private void write(SplitState split) {
        List<Integer> all = rows.get(Integer.parseInt(split.id().substring(1)));
        int from = split.position().isStart() ? 0 : (int) split.position().number("row");
        int to = Math.min(all.size(), from + world.random.nextInt(1, 3));
        boolean last = to == all.size() && (from == to || world.random.nextBoolean());
        List<Integer> read = all.subList(from, to);
        List<Integer> kept = read.stream().filter(row -> !world.isRejected(row)).toList();
        List<Integer> rejected = read.stream().filter(world::isRejected).toList();
        EpochId id = epoch(split, split.epoch() + 1);
        Position end = to == 0 ? Position.START : Position.of("row", to);
        Epoch epoch = new Epoch(id, split, kept, end, last, split.rejects() + rejected.size());
        if (rejected.isEmpty()) {
            prepare(epoch, new Manifest(List.of()));
        } else {
            world.call(
                    run,
                    () -> world.rejects.stage(id, rejected),
                    manifest -> unit.then(() -> prepare(epoch, manifest)),
                    run::die);
        }
    }

    private void prepare(Epoch epoch, Manifest rejected) {
        Progress progress = epoch.progress(rejected);
        EpochId id = epoch.id();
        if (world.snapshots) {
            stageSnapshot(epoch, progress);
        } else if (world.checkpointing) {
            Checkpoint checkpoint = new Checkpoint(id.window(), id.split(), id.epoch(), progress);
            world.call(
                    run,
                    () -> {
                        world.sink.commit(id, checkpoint, epoch.rows());
                        return true;
                    },
                    done -> unit.then(() -> commit(epoch, progress, new Manifest(List.of()))),
                    () -> unit.then(() -> doubt(id)));
        } else if (epoch.rows().isEmpty()) {
            commit(epoch, progress, new Manifest(List.of()));
        } else {
            world.call(
                    run,
                    () -> world.sink.stage(id, epoch.rows()),
                    manifest -> unit.then(() -> {
                        if (world.mutation == Mutation.PUBLISH_BEFORE_COMMIT && !world.replacing) {
                            world.sink.publishUnrecorded(manifest);
                        }
                        commit(epoch, progress, manifest);
                    }),
                    run::die);
        }
    }

    private void stageSnapshot(Epoch epoch, Progress progress) {
        if (epoch.rows().isEmpty()) {
            snapshot(epoch, progress, new Manifest(List.of()));
            return;
        }
        world.call(
                run,
                () -> world.sink.stage(epoch.id(), epoch.rows()),
                files -> unit.then(() -> snapshot(epoch, progress, files)),
                run::die);
    }

    /// Reads the newest metadata and commits on top of it; after a conflict, or an answer that got lost, once more.
    private void snapshot(Epoch epoch, Progress progress, Manifest files) {
        EpochId id = epoch.id();
        boolean fenceless = world.mutation == Mutation.NO_FENCE_CHECK;
        boolean blind = world.mutation == Mutation.NO_ANCESTOR_CHECK;
        Checkpoint checkpoint = new Checkpoint(id.window(), id.split(), id.epoch(), progress);
        world.call(
                run,
                () -> world.sink.view(id),
                read -> {
                    boolean held = read.fence() == id.fence() && read.floor() <= id.fence();
                    if (!blind && held && read.epoch() == id.epoch()) {
                        unit.then(() -> commit(epoch, progress, new Manifest(List.of())));
                    } else if ((!held && !fenceless) || (!blind && read.epoch() != id.epoch() - 1)) {
                        run.superseded();
                    } else {
                        unit.then(() -> world.call(
                                run,
                                () -> world.sink.snapshot(read, id, checkpoint, files),
                                holds -> unit.then(() -> {
                                    if (holds) {
                                        commit(epoch, progress, new Manifest(List.of()));
                                    } else {
                                        snapshot(epoch, progress, files);
                                    }
                                }),
                                () -> unit.then(() -> {
                                    if (world.chance(50)) {
                                        doubt(id);
                                    } else {
                                        snapshot(epoch, progress, files);
                                    }
                                })));
                    }
                },
                run::die);
    }

    /// The destination's reply was lost: the state is told, and the run ends without touching anything.
    private void doubt(EpochId id) {
        run.update(
                unit,
                state -> unfenced(state, id, known -> Protocol.unknown(fenceless(state), known)),
                state -> run.die(),
                refused -> run.die());
    }

    private void commit(Epoch epoch, Progress progress, Manifest manifest) {
        run.update(
                unit,
                state -> unfenced(
                        state,
                        epoch.id(),
                        id -> Protocol.commit(
                                fenceless(state),
                                new EpochCommit(id, epoch.before().position(), progress, manifest))),
                state -> {
                    Window now = Objects.requireNonNull(state.window());
                    SplitState split = split(state, epoch.id().split());
                    if (now.awaitsPublish(split)) {
                        unit.then(() -> run.publishNow(unit, now, split, () -> acknowledge(split)));
                    } else {
                        unit.then(() -> acknowledge(split));
                    }
                },
                refused -> run.superseded());
    }

    /// The source forgets rows up to here: they had better be committed.
    private void acknowledge(SplitState done) {
        Window now = world.store.state().window();
        SplitState known = now == null || !now.id().equals(window.id()) ? null : now.split(done.id());
        boolean lost = known != null
                && known.epoch() < done.epoch()
                && world.sink.epochOf(epoch(done, done.epoch())) < done.epoch();
        if (lost && world.mutation != Mutation.NO_COMPARE_AND_SET) {
            throw new Broken("the source was told of epoch " + done.epoch() + " and the state knows " + known);
        }
        unit.then(done.last() ? this::next : () -> write(done));
    }

    private StreamState fenceless(StreamState state) {
        return world.mutation == Mutation.NO_FENCE_CHECK
                ? new StreamState(state.fence(), null, state.cursor(), state.window(), state.totals())
                : state;
    }

    /// Without the fence check, requests carry whatever fence the document wants and leave its lease alone.
    private Decision unfenced(StreamState state, EpochId id, java.util.function.Function<EpochId, Decision> request) {
        if (world.mutation != Mutation.NO_FENCE_CHECK) {
            return request.apply(id);
        }
        Window open = state.window();
        SplitState split = open == null ? null : open.split(id.split());
        long fence = split == null ? id.fence() : split.fence();
        EpochId forged = new EpochId("r", "s", id.window(), id.split(), id.epoch(), fence);
        return switch (request.apply(forged)) {
            case Accepted(StreamState next) ->
                new Accepted(new StreamState(next.fence(), state.lease(), next.cursor(), next.window(), next.totals()));
            case Unchanged _ -> new Unchanged(state);
            case Refused refused -> refused;
        };
    }

    /// An epoch on its way.
    private record Epoch(EpochId id, SplitState before, List<Integer> rows, Position end, boolean last, long rejects) {
        private Progress progress(Manifest rejected) {
            return new Progress(end, last, before.rows() + rows.size(), 0, rejects, null, "", rejected);
        }
    }
}
