package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datacook.kill.RealProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads under a hard limit of 256 MiB, with the flags the launcher sets. `bench/memory` does the same with ten million
/// rows and more pairs.
class MemoryLimitIT {
    private static final Path LIMITED =
            RealProcess.ROOT.resolve("scripts/limited").toAbsolutePath();
    private static final String LIMIT_MIB = "256";
    private static final int ROWS = 1_000_000;
    private static final int CELL_BYTES = 5 << 20;
    private static final int CELLS = 12;

    @TempDir
    private Path folder;

    @BeforeEach
    void aControlGroupCanBeMade() throws Exception {
        Process probe = new ProcessBuilder(LIMITED.toString(), LIMIT_MIB, "true")
                .redirectErrorStream(true)
                .start();
        String reason = new String(probe.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assumeTrue(probe.waitFor() == 0, "no hard memory limit on this machine: " + reason.strip());
    }

    @Test
    void aMillionRowsFit() throws Exception {
        try (BufferedWriter rows = Files.newBufferedWriter(folder.resolve("rows.csv"))) {
            rows.write("id,name,amount\n");
            for (int id = 0; id < ROWS; id++) {
                rows.write(id + ",customer " + id % 9973 + "," + id % 1000 + ".25\n");
            }
        }

        load("rows.csv", ROWS);

        assertThat(query("sum(id)")).isEqualTo(Long.toString((long) ROWS * (ROWS - 1) / 2));
    }

    @Test
    void cellsOfFiveMegabytesFit() throws Exception {
        try (BufferedWriter rows = Files.newBufferedWriter(folder.resolve("cells.csv"))) {
            rows.write("id,body\n");
            for (int id = 0; id < CELLS; id++) {
                rows.write(id + ",\"");
                for (int written = 0; written < CELL_BYTES; written += 8) {
                    rows.write("%06x\"\"".formatted((id * 31L + written * 2_654_435_761L) & 0xffffff));
                }
                rows.write("\"\n");
            }
        }

        load("cells.csv", CELLS);

        // a doubled quote is one character of the cell
        assertThat(query("sum(strlen(body))")).isEqualTo(Long.toString((long) CELLS * CELL_BYTES / 8 * 7));
    }

    private void load(String file, int rows) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("load.yaml"), """
                name: load
                source: { type: csv, path: %s }
                destination: { type: parquet, path: out, compression: zstd }
                """.formatted(file));
        RealProcess.Ended run = RealProcess.run(
                folder, List.of(LIMITED.toString(), LIMIT_MIB), RealProcess.launcherFlags(), "run", "load.yaml");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("loaded %,d rows".formatted(rows));
        assertThat(peakBytes()).isBetween(1L << 20, Long.parseLong(LIMIT_MIB) << 20);
    }

    /// As the session reports it.
    private long peakBytes() throws IOException {
        try (Stream<Path> sessions = Files.walk(folder.resolve(".datacook/sessions"))) {
            Path manifest = sessions.filter(path -> path.endsWith("manifest.yaml"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(manifest).stream()
                    .filter(line -> line.startsWith("peak_rss_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String query(String what) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select " + what + " from read_parquet('" + folder.resolve("out") + "/*.parquet')")) {
            result.next();
            return result.getString(1);
        }
    }
}
