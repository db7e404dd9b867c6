package io.datacook.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import io.datacook.kill.Target.Rows;
import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every destination class × write mode × protocol point: run, kill there, run again, compare with an unkilled load.
///
/// The report with every cell is written to `cli/target/kill-matrix.md`. The short form takes some modes of some
/// destinations; the long form, `scripts/kill-matrix.sh`, takes all of them, each also killed 20 times at random moments
/// by `kill -9`.
class KillMatrixIT {
    private static final Path REPORT = Path.of(System.getProperty("datacook.root", ".."), "cli/target/kill-matrix.md");
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
    private static final boolean WHOLE = Boolean.getBoolean("kill.whole");
    /// Which pairs, such as `JSON-.*|.*-scd2`; all of the form unless given.
    private static final String ONLY = System.getProperty("kill.only", ".*");

    private static final int ROWS = 9_000;
    private static final int FILES = 3;
    private static final int ATTEMPTS_MAX = 5;

    private final List<String> report = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger killedAtPoints = new AtomicInteger();
    private final List<Long> recoveries = Collections.synchronizedList(new ArrayList<>());
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

    @Test
    void noKillLosesOrDoublesARow(@TempDir Path root) throws Exception {
        List<Callable<Integer>> pairs = new ArrayList<>();
        for (Target target : Target.values()) {
            for (String mode : WHOLE ? target.modes() : target.shortModes()) {
                if (!(target + "-" + mode).matches(ONLY)) {
                    continue;
                }
                pairs.add(() -> {
                    Cells cells = new Cells(Files.createDirectories(root.resolve(target + "-" + mode)), target, mode);
                    int killed = cells.atEveryPoint();
                    cells.atRandomMoments();
                    write(killedAtPoints.addAndGet(killed));
                    return killed;
                });
            }
        }
        int killed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Integer> pair : threads.invokeAll(pairs)) {
                killed += pair.get();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(killed).as("cells in which the process really died").isGreaterThan(12 * pairs.size());
    }

    /// After each pair, so that a run that is stopped leaves what it found.
    private synchronized void write(int killed) throws IOException {
        List<String> lines = new ArrayList<>(summary(killed));
        lines.add("| destination | mode | killed at | exit | rows lost | rows doubled | recovery | receipt |");
        lines.add("|---|---|---|---|---|---|---|---|");
        synchronized (report) {
            lines.addAll(report.stream().sorted().toList());
        }
        Files.write(REPORT, lines);
    }

    private List<String> summary(int killed) {
        List<Long> times;
        synchronized (recoveries) {
            times = recoveries.stream().sorted().toList();
        }
        String recovery = times.isEmpty()
                ? "none"
                : "median %d ms, longest %d ms".formatted(times.get(times.size() / 2), times.getLast());
        return List.of(
                "# Kill matrix",
                "",
                "%d cells; in %d of those at a point of the protocol the process died there. Wrong: %s."
                        .formatted(report.size(), killed, wrong.isEmpty() ? "none" : String.join("; ", wrong)),
                "Recovery is the next run, a whole process: " + recovery + ".",
                "");
    }

    /// One destination and mode.
    private final class Cells {
        private final Path root;
        private final Target target;
        private final String mode;
        private final Rows expected;
        private final Duration unkilled;

        private Cells(Path root, Target target, String mode) throws IOException, InterruptedException, SQLException {
            this.root = root;
            this.target = target;
            this.mode = mode;
            Place place = place("unkilled");
            RealProcess.Ended ended = place.run(Map.of());
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            this.unkilled = ended.took();
            this.expected = place.rows();
            assertThat(expected.count()).isEqualTo(ROWS);
        }

        private int atEveryPoint() throws IOException, InterruptedException, SQLException {
            int killed = 0;
            for (FaultPoint point : FaultPoint.values()) {
                Place place = place(point.name());
                RealProcess.Ended first = place.run(Map.of(FaultHook.VARIABLE, point.name() + ":2"));
                if (first.exitCode() == 0) {
                    // Some points are passed once in a run, and some not at all by this class of destination.
                    place = place(point.name() + "-first");
                    first = place.run(Map.of(FaultHook.VARIABLE, point.name()));
                }
                killed += first.exitCode() == FaultHook.EXIT_CODE ? 1 : 0;
                recover(place, point.name(), first.exitCode());
            }
            return killed;
        }

        private void atRandomMoments() throws IOException, InterruptedException, SQLException {
            Random random = new Random(target.name().hashCode() * 31L + mode.hashCode());
            for (int round = 0; round < ROUNDS; round++) {
                Place place = place("random-" + round);
                long millis = random.nextLong(Math.max(1, unkilled.toMillis()));
                Path log = place.folder.resolve("killed.log");
                Process process = RealProcess.start(place.folder, Map.of(), log, "run", "recipe.yaml");
                if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                recover(place, "kill -9 after " + millis + " ms", process.exitValue());
            }
        }

        private void recover(Place place, String where, int exit)
                throws IOException, InterruptedException, SQLException {
            Duration recovery = Duration.ZERO;
            String receipt = "";
            if (exit != 0) {
                RealProcess.Ended again = place.run(Map.of());
                for (int attempt = 1; again.exitCode() != 0 && attempt < ATTEMPTS_MAX; attempt++) {
                    again = place.run(Map.of());
                }
                recovery = again.took();
                recoveries.add(recovery.toMillis());
                receipt = receipt(again.output());
                if (again.exitCode() != 0) {
                    wrong.add("%s %s killed at %s never recovers: %s".formatted(target, mode, where, again.output()));
                }
            }
            Rows rows = place.rows();
            if (!rows.equals(expected)) {
                wrong.add("%s %s killed at %s: %s instead of %s".formatted(target, mode, where, rows, expected));
            }
            report.add("| %s | %s | %s | %s | %d | %d | %d ms | %s |"
                    .formatted(
                            target,
                            mode,
                            where,
                            exit == 0 ? "0, not reached" : Integer.toString(exit),
                            expected.distinct() - rows.distinct(),
                            rows.count() - rows.distinct(),
                            recovery.toMillis(),
                            receipt));
        }

        /// What the run after the kill found at the destination; empty if there was nothing left to load.
        private static String receipt(String output) {
            return output.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("receipt"))
                    .map(line -> line.substring("receipt".length()).strip())
                    .findFirst()
                    .orElse("");
        }

        private Place place(String name) throws IOException {
            return new Place(Files.createDirectories(root.resolve(name)), target, mode, PostgresServer.freshDatabase());
        }
    }

    /// A folder with data, recipe, state and target of its own.
    private record Place(Path folder, Target target, String mode, PostgresServer.Database database) {
        private Place(Path folder, Target target, String mode, PostgresServer.Database database) {
            this.folder = folder;
            this.target = target;
            this.mode = mode;
            this.database = database;
            try {
                write();
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        }

        private void write() throws IOException {
            Files.createDirectories(folder.resolve("data"));
            for (int file = 0; file < FILES; file++) {
                StringBuilder text = new StringBuilder("id,name,amount\n");
                for (int row = 0; row < ROWS / FILES; row++) {
                    int id = file * (ROWS / FILES) + row;
                    text.append(id)
                            .append(",name ")
                            .append(id % 97)
                            .append(',')
                            .append(id)
                            .append(".25\n");
                }
                Files.writeString(folder.resolve("data/part-" + file + ".csv"), text);
            }
            Files.writeString(
                    folder.resolve("recipe.yaml"), """
                    name: items
                    source: { type: csv, path: "data/*.csv"%s }
                    destination: %s
                    runtime: { batch_size: 500, parallelism: 2, checkpoint: { rows_max: 1000 } }
                    """.formatted(incremental(), target.destination(mode, database)));
        }

        /// With a cursor, a load that is complete is not loaded again by the run after the kill.
        private String incremental() {
            return mode.equals("replace") ? "" : ", incremental: { strategy: cursor, cursor_column: id }";
        }

        private RealProcess.Ended run(Map<String, String> environment) throws IOException, InterruptedException {
            Map<String, String> all = new LinkedHashMap<>(environment);
            return RealProcess.run(folder, all, "run", "recipe.yaml");
        }

        private Rows rows() throws SQLException {
            return target.read(folder, database);
        }
    }
}
