package io.datacook.testkit.simulator;

import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Plays schedules of several runs, kills and lost messages over one stream, and tells the first broken rule.
///
/// The rules: what readers see is never doubled, mixed or unrecorded; when every window is closed it is exactly the
/// source's rows, and stays so whatever late messages arrive; cursor, fence and epochs never go back; a fence has one
/// holder; the source is told only of what is committed; once nothing goes wrong any more, the load ends. In a third of
/// the schedules a run is several processes that share its windows, each of which may be replaced while it still lives.
/// Stateless; safe for all threads.
public final class ProtocolSimulator {
    private static final int RUNS_MAX = 8;
    private static final int PROCESSES_MAX = 40;
    private static final int ALIVE_MAX = 3;
    private static final int CALM_STEPS_MAX = 3_000;

    private final World world;
    private final List<ModelRun> runs = new ArrayList<>();
    private final List<ModelRun> ended = new ArrayList<>();
    private int number;
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
            step(world.chance(world.processes > 1 ? 6 : 3));
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
        alive();
        if (world.processes > 1) {
            replace(another);
        } else {
            boolean mayStart = runs.size() < ALIVE_MAX && number < RUNS_MAX;
            if (runs.isEmpty() || (another && mayStart)) {
                start(number++, 0);
            }
        }
        List<ModelRun> alive = alive();
        alive.get(world.random.nextInt(alive.size())).step();
        check();
    }

    /// A run of several processes: a dead one is replaced, a living one sometimes too, and a run that is
    /// done is
    /// followed by the next one.
    private void replace(boolean another) {
        boolean over = ended.stream().anyMatch(run -> run.process() == 0 && run.isDone() && run.number() == number);
        if (over || (another && world.chance(20))) {
            number++;
        }
        boolean room = ended.size() + runs.size() < PROCESSES_MAX;
        if (another && room) {
            start(number, world.random.nextInt(world.processes));
        }
        // an earlier run whose first process lives keeps its others too: it waits for them
        TreeSet<Integer> living = new TreeSet<>(List.of(number));
        runs.stream().filter(run -> run.process() == 0).forEach(run -> living.add(run.number()));
        for (int run : living) {
            for (int process = 0; process < world.processes; process++) {
                if (isNeeded(process) && isAbsent(run, process)) {
                    start(run, process);
                }
            }
        }
    }

    private boolean isAbsent(int run, int process) {
        return runs.stream().noneMatch(other -> other.number() == run && other.process() == process);
    }

    /// Whether there is work for a process: the first one always, the others as long as splits of theirs
    /// are open.
    private boolean isNeeded(int process) {
        Window window = world.store.state().window();
        if (process == 0 || window == null) {
            return process == 0;
        }
        for (int i = process; i < window.splits().size(); i += world.processes) {
            SplitState split = window.splits().get(i);
            if (!split.last() || window.awaitsPublish(split)) {
                return true;
            }
        }
        return false;
    }

    private void start(int run, int process) {
        runs.add(new ModelRun(world, run, process, this::isDead));
    }

    private void check() {
        long changes = world.sink.changes() + world.rejects.changes();
        if (changes != changesSeen) {
            changesSeen = changes;
            world.checkVisible();
        }
    }

    private List<ModelRun> alive() {
        for (ModelRun run : runs) {
            if (run.isOver()) {
                ended.add(run);
            }
        }
        runs.removeIf(ModelRun::isOver);
        return runs;
    }

    /// Only a run's first process holds the stream.
    private boolean isDead(long run) {
        return runs.stream().noneMatch(other -> other.number() == run && other.process() == 0 && !other.isOver());
    }
}
