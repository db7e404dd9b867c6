package io.datacook.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.kill.Target.Rows;
import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A process that is stopped in the middle of staging, overtaken by two others that finish its window, open the next
/// one and sweep, and then wakes up: neither does it touch what the others staged, nor does anything of it become
/// visible. It may end with an error, or begin anew and find nothing to load.
class ZombieIT {
    private static final int ROWS = 40_000;

    @ParameterizedTest
    @CsvSource({"PARQUET, append", "CSV, append", "JSON, replace", "PARQUET_FILE, replace"})
    void aRunThatWakesUpTooLateChangesNothing(Target target, String mode, @TempDir Path folder) throws Exception {
        PostgresServer.Database database = PostgresServer.freshDatabase();
        boolean appends = mode.equals("append");
        Files.createDirectories(folder.resolve("data"));
        data(folder, 0);
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: zombie
                source: { type: csv, path: "data/*.csv"%s }
                destination: %s
                runtime: { batch_size: 100, parallelism: 1, checkpoint: { rows_max: 500 } }
                """.formatted(
                        appends ? ", incremental: { strategy: cursor, cursor_column: id }" : "",
                        target.destination(mode, database)));
        // Given: a run that stands still with files staged and more to come
        Path log = folder.resolve("zombie.log");
        Process zombie = RealProcess.start(folder, Map.of(), log, "run", "recipe.yaml");
        while (!hasStaged(folder) && !zombie.waitFor(5, TimeUnit.MILLISECONDS)) {
            // it has not come so far yet
        }
        signal("STOP", zombie);
        assertThat(zombie.isAlive()).as("the run was too fast to be stopped").isTrue();
        // When: others take over, finish, and load once more
        run(folder, "state", "unlock", "recipe.yaml", "--yes");
        run(folder, "run", "recipe.yaml");
        data(folder, 1);
        run(folder, "run", "recipe.yaml");
        Rows before = target.read(folder, database);
        signal("CONT", zombie);
        assertThat(zombie.waitFor(2, TimeUnit.MINUTES)).as("the zombie ends").isTrue();
        // Then
        assertThat(Files.readString(log)).doesNotContain("Exception:", "\tat ");
        assertThat(target.read(folder, database)).isEqualTo(before);
        assertThat(before.count()).isEqualTo(2L * ROWS);
        run(folder, "run", "recipe.yaml");
        assertThat(target.read(folder, database)).isEqualTo(before);
    }

    private static void data(Path folder, int part) throws IOException {
        StringBuilder text = new StringBuilder("id,name,amount\n");
        for (int row = 0; row < ROWS; row++) {
            int id = part * ROWS + row;
            text.append(id)
                    .append(",name ")
                    .append(id % 7)
                    .append(',')
                    .append(id)
                    .append(".5\n");
        }
        Files.writeString(folder.resolve("data/part-" + part + ".csv"), text);
    }

    private static boolean hasStaged(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("out"))) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            return files.anyMatch(file -> file.toString().endsWith(".staged"));
        } catch (java.io.UncheckedIOException moved) {
            return false; // a folder was renamed while it was looked at
        }
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static void run(Path folder, String... arguments) throws IOException, InterruptedException {
        RealProcess.Ended ended = RealProcess.run(folder, Map.of(), arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
