package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.kill.RealProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built program as a process of its own: packaging, exit codes and signals.
class CommandLineIT {
    private static final int ROWS = 600_000;

    @TempDir
    private Path folder;

    @Test
    void theProgramStartsAndSaysWhatItCanDo() throws Exception {
        RealProcess.Ended help = RealProcess.run(folder, Map.of(), "--help");
        RealProcess.Ended connectors = RealProcess.run(folder, Map.of(), "list-connectors");
        RealProcess.Ended wrong = RealProcess.run(folder, Map.of(), "run", "none.yaml");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("Usage: datacook", "list-connectors");
        assertThat(connectors.output()).contains("csv", "duckdb", "postgres");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.output()).startsWith("DC104 none.yaml: ").doesNotContain("Exception");
    }

    @Test
    void ctrlCStopsInGoodOrderAndTheNextRunGoesOn() throws Exception {
        // Given
        long stoppedAfter = stopped("INT", 130);

        // When
        RealProcess.Ended next = RealProcess.run(folder, Map.of(), "run", "orders.yaml");

        // Then
        assertThat(stoppedAfter).isBetween(1L, (long) ROWS - 1);
        assertThat(next.exitCode()).as(next.output()).isZero();
        assertThat(next.output()).contains("loaded %,d rows".formatted(ROWS - stoppedAfter));
        assertThat(rows("count(*)")).isEqualTo(ROWS);
        assertThat(rows("count(distinct id)")).isEqualTo(ROWS);
    }

    @Test
    void aDrainedRunSaysSoByItsExitCode() throws Exception {
        assertThat(stopped("TERM", 75)).isBetween(1L, (long) ROWS - 1);
    }

    /// Starts a load, sends a signal once something is committed, and waits for its end.
    ///
    /// @return rows it says it committed
    private long stopped(String signal, int exitCode) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int id = 0; id < ROWS; id++) {
            text.append(id).append(",name ").append(id % 97).append('\n');
        }
        Files.writeString(folder.resolve("orders.csv"), text);
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: duckdb, path: shop.duckdb, table: orders }
                runtime: { batch_size: 500, parallelism: 1, checkpoint: { rows_max: 5000 } }
                """);
        Path log = folder.resolve("log.txt");
        Process process = RealProcess.start(folder, Map.of(), log, "run", "orders.yaml");
        for (int look = 0; look < 3000 && !committed(); look++) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended too early: " + Files.readString(log));
            }
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(exitCode);
        String output = Files.readString(log);
        assertThat(output).contains("■ stopped after").doesNotContain("Exception");
        Matcher rows = Pattern.compile("stopped after ([0-9,]+) rows").matcher(output);
        assertThat(rows.find()).as(output).isTrue();
        return Long.parseLong(rows.group(1).replace(",", ""));
    }

    private boolean committed() throws IOException {
        if (!Files.exists(folder.resolve(".datacook/sessions"))) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder.resolve(".datacook/sessions"))) {
            for (Path file : files.filter(file -> file.endsWith("events.jsonl")).toList()) {
                if (Files.readString(file).contains("epoch_committed")) {
                    return true;
                }
            }
        }
        return false;
    }

    private long rows(String what) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + what + " from orders")) {
            result.next();
            return result.getLong(1);
        }
    }
}
