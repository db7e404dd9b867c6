package io.datacook.testkit.simulator;

import io.datacook.api.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One stream, its destination, and everything that can go wrong between a process and them.
final class World {
    static final int WINDOWS = 2;
    private static final int REJECT_EVERY = 5;

    final SplittableRandom random;
    final Mutation mutation;
    final boolean checkpointing;
    final boolean snapshots;
    final int processes;
    final boolean replacing;
    final boolean changing;
    final ModelStore store;
    final ModelSink sink;
    final ModelSink rejects;
    final List<List<List<Integer>>> windows = new ArrayList<>();
    private final Map<Long, Object> holders = new HashMap<>();
    private final List<Runnable> inFlight = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_000);
    private boolean calm;

    World(long seed, Mutation mutation) {
        this.random = new SplittableRandom(seed);
        this.mutation = mutation;
        int kind = random.nextInt(3);
        this.checkpointing = kind > 0;
        this.snapshots = kind > 1;
        this.processes = random.nextInt(3) == 0 ? random.nextInt(2, 4) : 1;
        this.replacing = random.nextBoolean();
        this.changing = random.nextInt(4) == 0;
        this.store = new ModelStore(mutation != Mutation.NO_COMPARE_AND_SET, checkpointing);
        this.sink = new ModelSink(replacing, mutation, store);
        this.rejects = new ModelSink(false, mutation, store);
        int row = 0;
        for (int window = 0; window < WINDOWS; window++) {
            List<List<Integer>> splits = new ArrayList<>();
            for (int split = random.nextInt(1, 4); split > 0; split--) {
                List<Integer> rows = new ArrayList<>();
                for (int n = random.nextInt(0, 5); n > 0; n--) {
                    rows.add(row++);
                }
                splits.add(rows);
            }
            windows.add(splits);
        }
    }

    /// Notes who was given a fence: nobody else may ever believe to hold it. Two mutations give one out twice at once;
    /// what that does to the rows is to be noticed there.
    void hold(long fence, Object holder) {
        Object first = holders.putIfAbsent(fence, holder);
        boolean shared = mutation == Mutation.NO_COMPARE_AND_SET || mutation == Mutation.TAKEOVER_KEEPS_FENCE;
        if (first != null && !first.equals(holder) && !shared) {
            throw new Broken("fence " + fence + " has two holders");
        }
    }

    /// From now on nothing goes wrong any more, except what is under way already.
    void calmDown() {
        calm = true;
    }

    Instant now() {
        return now;
    }

    /// Clocks jump forth, stand still and go back.
    void letTimePass() {
        if (!calm) {
            now = now.plusSeconds(random.nextInt(-5, 30));
        }
    }

    boolean chance(int percent) {
        return !calm && random.nextInt(100) < percent;
    }

    /// Whether a row is a dead letter. A window that is dropped because the recipe changed writes them again, so where
    /// recipes change there are none.
    boolean isRejected(int row) {
        return !changing && row % REJECT_EVERY == REJECT_EVERY - 1;
    }

    /// The columns' digest as this run's recipe has it.
    String schemaDigest() {
        return changing && random.nextInt(3) == 0 ? "changed" : "columns";
    }

    List<Split> splits(int window) {
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < windows.get(window).size(); i++) {
            splits.add(Split.of("s" + i, Map.of()));
        }
        return splits;
    }

    /// Sends a request to the store or the destination: it may be lost, done, repeated or delayed, its reply may be
    /// lost, and its sender may die before or after.
    ///
    /// @param reply hears the answer
    /// @param silence is called when no answer comes
    <T> void call(ModelRun sender, Supplier<T> request, Consumer<T> reply, Runnable silence) {
        int fate = calm ? 100 : random.nextInt(100);
        if (fate < 2) {
            sender.die();
        } else if (fate < 4) {
            attempt(request);
            sender.die();
        } else if (fate < 6) {
            inFlight.add(() -> attempt(request));
            sender.die();
        } else if (fate < 8) {
            attempt(request);
            silence.run();
        } else if (fate < 9) {
            silence.run();
        } else if (fate < 11) {
            inFlight.add(() -> attempt(request));
            silence.run();
        } else {
            if (fate < 13) {
                inFlight.add(() -> attempt(request));
            }
            T answer;
            try {
                answer = request.get();
            } catch (Denied denied) {
                sender.die();
                return;
            }
            reply.accept(answer);
        }
    }

    private static <T> @Nullable T attempt(Supplier<T> request) {
        try {
            return request.get();
        } catch (Denied nobodyHearsIt) {
            return null;
        }
    }

    /// Delivers one delayed request, if there is one.
    boolean deliver() {
        if (inFlight.isEmpty()) {
            return false;
        }
        inFlight.remove(random.nextInt(inFlight.size())).run();
        return true;
    }

    /// What readers see must be right at every moment: in append mode no row twice, in replace mode one window whole.
    void checkVisible() {
        List<Integer> seen = sorted(sink.visible());
        if (replacing) {
            boolean whole = seen.isEmpty();
            for (int window = 0; window < WINDOWS; window++) {
                whole |= seen.equals(rows(window, window + 1, false));
            }
            if (!whole) {
                throw new Broken("readers see a part of a window or a mix: " + seen);
            }
        } else {
            requireDistinct(seen, "rows");
        }
        requireDistinct(sorted(rejects.visible()), "dead letters");
    }

    private static void requireDistinct(List<Integer> seen, String what) {
        for (int i = 1; i < seen.size(); i++) {
            if (seen.get(i).equals(seen.get(i - 1))) {
                throw new Broken("doubled " + what + ": " + seen);
            }
        }
    }

    /// What readers must see when every window is closed.
    void checkComplete() {
        if (!sink.orphans().isEmpty()) {
            throw new Broken("visible and recorded by no state: " + sink.orphans());
        }
        List<Integer> expected = rows(replacing ? WINDOWS - 1 : 0, WINDOWS, false);
        List<Integer> seen = sorted(sink.visible());
        if (!seen.equals(expected)) {
            throw new Broken("expected rows " + expected + ", seen " + seen);
        }
        List<Integer> letters = sorted(rejects.visible());
        if (!letters.equals(rows(0, WINDOWS, true))) {
            throw new Broken("expected dead letters " + rows(0, WINDOWS, true) + ", seen " + letters);
        }
    }

    private List<Integer> rows(int from, int to, boolean rejected) {
        List<Integer> all = new ArrayList<>();
        windows.subList(from, to)
                .forEach(splits -> splits.forEach(split -> split.stream()
                        .filter(row -> isRejected(row) == rejected)
                        .forEach(all::add)));
        return sorted(all);
    }

    private static List<Integer> sorted(List<Integer> rows) {
        List<Integer> sorted = new ArrayList<>(rows);
        Collections.sort(sorted);
        return sorted;
    }
}
