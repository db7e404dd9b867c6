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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every destination class × write mode × protocol point: run, kill there, run again, compare with an unkilled load.
///
/// The short form takes some modes of some destinations; the long form, `scripts/kill-matrix.sh`, takes all of them,
/// each also killed 20 times at random moments by `kill -9`. Either writes a [KillReport] with every cell.
class KillMatrixIT {
    private static final Path REPORT = Path.of(System.getProperty(
            "kill.report", System.getProperty("datacook.root", "..") + "/cli/target/kill-matrix.md"));
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
    private static final boolean WHOLE = Boolean.getBoolean("kill.whole");
    /// Which pairs, such as `JSON-.*|.*-scd2`; all of the form unless given.
    private static final String ONLY = System.getProperty("kill.only", ".*");

    /// Pairs at a time.
    private static final int THREADS = Integer.getInteger("kill.threads", 2);

    private static final int ROWS = 9_000;
    private static final int FILES = 3;
    private static final int ATTEMPTS_MAX = 5;

    private final KillReport report = new KillReport(REPORT);

    @Test
    void noKillLosesOrDoublesARow(@TempDir Path root) throws Exception {
        List<Callable<Void>> pairs = new ArrayList<>();
        for (Target target : Target.values()) {
            for (String mode : WHOLE ? target.modes() : target.shortModes()) {
                String pair = target + "-" + mode;
                if (pair.matches(ONLY)) {
                    pairs.add(() -> {
                        Cells cells = new Cells(Files.createDirectories(root.resolve(pair)), target, mode);
                        cells.atEveryPoint();
                        cells.atRandomMoments();
                        report.write();
                        return null;
                    });
                }
            }
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> pair : threads.invokeAll(pairs)) {
                pair.get();
            }
        }
        assertThat(report.wrong()).isEmpty();
        assertThat(report.diedAtPoints())
                .as("cells in which the process really died")
                .isGreaterThan(12L * pairs.size());
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

        private void atEveryPoint() throws IOException, InterruptedException, SQLException {
            for (FaultPoint point : FaultPoint.values()) {
                Place place = place(point.name());
                RealProcess.Ended first = place.run(Map.of(FaultHook.VARIABLE, point.name() + ":2"));
                if (first.exitCode() == 0) {
                    // Some points are passed once in a run, and some not at all by this class of destination.
                    place = place(point.name() + "-first");
                    first = place.run(Map.of(FaultHook.VARIABLE, point.name()));
                }
                recover(place, point.name(), null, first.exitCode());
            }
        }

        private void atRandomMoments() throws IOException, InterruptedException, SQLException {
            Random random = new Random(target.name().hashCode() * 31L + mode.hashCode());
            for (int round = 1; round <= ROUNDS; round++) {
                Place place = place("random-" + round);
                long millis = random.nextLong(Math.max(1, unkilled.toMillis()));
                Path log = place.folder.resolve("killed.log");
                Process process = RealProcess.start(place.folder, Map.of(), log, "run", "recipe.yaml");
                if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                recover(place, "random " + round, Duration.ofMillis(millis), process.exitValue());
            }
        }

        private void recover(Place place, String where, @Nullable Duration after, int exit)
                throws IOException, InterruptedException, SQLException {
            String cell = "%s %s killed at %s".formatted(target, mode, where);
            Duration recovery = Duration.ZERO;
            String receipt = "";
            if (exit != 0) {
                RealProcess.Ended again = place.run(Map.of());
                for (int attempt = 1; again.exitCode() != 0 && attempt < ATTEMPTS_MAX; attempt++) {
                    again = place.run(Map.of());
                }
                recovery = again.took();
                receipt = receipt(again.output());
                if (again.exitCode() != 0) {
                    report.wrong(cell + " never recovers: " + again.output());
                }
            }
            if (exit != 0 && exit != FaultHook.EXIT_CODE) {
                report.wrong("%s ended with exit code %d by itself".formatted(cell, exit));
            }
            Rows rows = place.rows();
            if (!rows.equals(expected)) {
                report.wrong("%s: %s instead of %s".formatted(cell, rows, expected));
            }
            long lost = expected.distinct() - rows.distinct();
            long doubled = rows.count() - rows.distinct();
            report.add(new KillReport.Cell(target, mode, where, after, exit, lost, doubled, recovery, receipt));
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
