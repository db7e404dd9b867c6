package io.datacook.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.kill.Target.Rows;
import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two processes race on one recipe and one state, round after round: new rows each round, both start at once, and
/// every fifth time one of them is killed at a random moment.
///
/// `scripts/race.sh` plays 50 rounds for each kind of state; `-Drace.rounds=…` any other number.
class RaceIT {
    private static final int ROUNDS = Integer.getInteger("race.rounds", 5);
    private static final int ROWS = 300;
    private static final int KILL_EVERY = 5;
    private static final int EXIT_USER = 2;
    private static final int EXIT_FENCED = 3;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "POSTGRES"})
    void nothingIsLostOrDoubledWhoeverWins(Target target, @TempDir Path folder) throws Exception {
        PostgresServer.Database database = PostgresServer.freshDatabase();
        Files.createDirectories(folder.resolve("data"));
        String state =
                target == Target.POSTGRES ? "state: { type: postgres, url: \"%s\" }%n".formatted(database.url()) : "";
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: race
                source: { type: csv, path: "data/*.csv", incremental: { strategy: cursor, cursor_column: id } }
                destination: %s
                runtime: { batch_size: 50, parallelism: 2, checkpoint: { rows_max: 100 } }
                """.formatted(target.destination("append", database)) + state);
        Random random = new Random(target.name().hashCode());
        List<String> exits = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            data(folder, round);
            exits.add(race(folder, round, random));
            Rows seen = target.read(folder, database);
            assertThat(seen.count())
                    .as("rows doubled in round %d of %s", round, exits)
                    .isEqualTo(seen.distinct());
            assertThat(seen.count()).isLessThanOrEqualTo((round + 1L) * ROWS);
        }
        RealProcess.Ended last = RealProcess.run(folder, Map.of(), "run", "recipe.yaml");
        assertThat(last.exitCode()).as(last.output()).isZero();
        Rows rows = target.read(folder, database);
        assertThat(rows.count()).as("rows after %d rounds: %s", ROUNDS, exits).isEqualTo((long) ROUNDS * ROWS);
        assertThat(rows.distinct()).isEqualTo((long) ROUNDS * ROWS);
        System.out.printf("%s: %d rounds, exits %s%n", target, ROUNDS, exits);
    }

    private static void data(Path folder, int round) throws IOException {
        StringBuilder text = new StringBuilder("id,name,amount\n");
        for (int row = 0; row < ROWS; row++) {
            int id = round * ROWS + row;
            text.append(id)
                    .append(",name ")
                    .append(id % 7)
                    .append(',')
                    .append(id)
                    .append(".5\n");
        }
        Files.writeString(folder.resolve("data/part-%03d.csv".formatted(round)), text);
    }

    /// @return both exit codes
    private static String race(Path folder, int round, Random random)
            throws IOException, InterruptedException, SQLException {
        Path left = folder.resolve("left.log");
        Path right = folder.resolve("right.log");
        String wait = round % 2 == 0 ? "0s" : "60s";
        Process one = RealProcess.start(folder, Map.of(), left, "run", "recipe.yaml", "--wait", wait);
        Process two = RealProcess.start(folder, Map.of(), right, "run", "recipe.yaml", "--wait", wait);
        boolean killing = round % KILL_EVERY == KILL_EVERY - 1;
        if (killing && !one.waitFor(300 + random.nextInt(1_500), TimeUnit.MILLISECONDS)) {
            one.destroyForcibly();
        }
        int first = ended(one, left);
        int second = ended(two, right);
        if (!killing) {
            assertFair(first, left);
            assertFair(second, right);
            assertThat(List.of(first, second)).as("somebody wins").contains(0);
        }
        return first + "+" + second;
    }

    private static int ended(Process process, Path log) throws IOException, InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("a racer hangs: " + Files.readString(log));
        }
        return process.exitValue();
    }

    /// Who does not win is refused, and says by whom.
    private static void assertFair(int exit, Path log) throws IOException {
        String output = Files.readString(log);
        switch (exit) {
            case 0 -> {}
            case EXIT_USER -> assertThat(output).contains("DC403");
            case EXIT_FENCED -> assertThat(output).contains("DC402");
            default -> throw new AssertionError("exit code " + exit + ": " + output);
        }
    }
}
