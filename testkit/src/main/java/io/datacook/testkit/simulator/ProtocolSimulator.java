package io.datacook.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plays schedules of several runs, kills and lost messages over one stream, and tells the first broken rule.
///
/// The rules: what readers see is never doubled, mixed or unrecorded; when every window is closed it is exactly the
/// source's rows, and stays so whatever late messages arrive; cursor, fence and epochs never go back; the source is
/// told only of what is committed; once nothing goes wrong any more, the load ends. Stateless; safe for all threads.
public final class ProtocolSimulator {
    private static final int RUNS_MAX = 8;
    private static final int ALIVE_MAX = 3;
    private static final int CALM_STEPS_MAX = 3_000;

    private final World world;
    private final List<ModelRun> runs = new ArrayList<>();
    private long changesSeen;

    private ProtocolSimulator(long seed, Mutation mutation) {
        this.world = new World(seed, mutation);
    }

    /// Plays the schedule of a seed.
    ///
    /// @return the first broken rule, or `null` if all held
    public static @Nullable Violation play(long seed, Mutation mutation) {
        try {
            new ProtocolSimulator(seed, mutation).play();
            return null;
        } catch (Broken broken) {
            return new Violation(seed, String.valueOf(broken.getMessage()));
        }
    }

    private void play() {
        for (int steps = world.random.nextInt(40, 250); steps > 0; steps--) {
            if (world.chance(10)) {
                world.letTimePass();
            }
            if (world.chance(6)) {
                world.deliver();
            }
            step(world.chance(3));
        }
        world.calmDown();
        for (int steps = 0; world.store.state().totals().windows() < World.WINDOWS; steps++) {
            if (steps > CALM_STEPS_MAX) {
                throw new Broken("stuck: nothing goes wrong any more and the load does not end");
            }
            step(false);
        }
        world.checkComplete();
        settle();
        world.checkComplete();
    }

    /// What is still under way arrives, and whoever still believes to hold the stream goes on.
    private void settle() {
        for (int steps = 0; steps < CALM_STEPS_MAX; steps++) {
            List<ModelRun> alive = alive();
            boolean delivered = world.deliver();
            if (!delivered && alive.isEmpty()) {
                return;
            }
            if (!alive.isEmpty()) {
                alive.get(world.random.nextInt(alive.size())).step();
            }
            check();
        }
    }

    private void step(boolean another) {
        List<ModelRun> alive = alive();
        boolean mayStart = alive.size() < ALIVE_MAX && runs.size() < RUNS_MAX;
        if (alive.isEmpty() || (another && mayStart)) {
            ModelRun run = new ModelRun(world, runs.size(), this::isDead);
            runs.add(run);
            alive = alive();
        }
        alive.get(world.random.nextInt(alive.size())).step();
        check();
    }

    private void check() {
        long changes = world.sink.changes() + world.rejects.changes();
        if (changes != changesSeen) {
            changesSeen = changes;
            world.checkVisible();
        }
    }

    private List<ModelRun> alive() {
        return runs.stream().filter(run -> !run.isOver()).toList();
    }

    private boolean isDead(long number) {
        return runs.get((int) number).isOver();
    }
}
