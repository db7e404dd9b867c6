package io.datacook.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Reject;
import io.datacook.engine.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionListenerTest {
    @TempDir
    private Path root;

    private final Sessions.HandClock clock = new Sessions.HandClock();
    private SessionStore store;

    @BeforeEach
    void open() {
        store = new SessionStore(root, new SessionLimits(5, 1 << 20, 64 << 10));
    }

    private SessionListener begin(String runId) {
        SessionStart start = Sessions.start(runId);
        return new SessionListener(store.open(start), start, clock);
    }

    @Test
    void leavesEverythingARunIsAskedAboutLater() throws IOException {
        // Given
        SessionListener listener = begin("run-1");

        // When
        Sessions.play(listener, clock);
        listener.streamEnded(Sessions.stream("orders", null));
        listener.finish(Sessions.report("run-1", Sessions.stream("orders", null)));

        // Then
        Path folder = root.resolve("run-1");
        assertThat(folder.resolve("artifacts/extract_orders/cleaned_config.json"))
                .hasContent("{\n  \"type\": \"csv\"\n}");
        assertThat(folder.resolve("data")).isDirectory();
        Map<?, ?> manifest = Documents.readYaml(Files.readString(folder.resolve("manifest.yaml")));
        assertThat(manifest).isNotNull();
        assertThat(manifest.get("outcome")).isEqualTo("succeeded");
        assertThat(manifest.get("digest")).isEqualTo("sha256:4f2a");
        assertThat(manifest.get("totals"))
                .isEqualTo(Map.of(
                        "rows_read", 1000,
                        "rows_valid", 997,
                        "rows_quarantined", 3,
                        "rows_written", 997,
                        "bytes_read", 64_000,
                        "bytes_written", 9_000,
                        "files", 2));
        assertThat(manifest.get("resolved_recipe")).asString().contains("${env:SHOP}");
        assertThat(Files.readString(folder.resolve("logs/events.jsonl")).lines())
                .first()
                .asString()
                .startsWith("{\"at\":\"2026-11-21T08:30:00Z\",\"event\":\"run_started\"");
        assertThat(Files.readAllLines(folder.resolve("logs/events.jsonl")).getLast())
                .contains("\"event\":\"run_ended\"", "\"outcome\":\"succeeded\"");
        assertThat(folder.resolve(".running")).doesNotExist();
    }

    @Test
    void countsRowsReadProcessedAndWrittenOfEachStep() throws IOException {
        // Given
        SessionListener listener = begin("run-1");

        // When
        Sessions.play(listener, clock);
        listener.streamEnded(Sessions.stream("orders", null));
        listener.close();

        // Then
        assertThat(Files.readString(root.resolve("run-1/logs/metrics.jsonl")))
                .contains("\"step\":\"extract\",\"metric\":\"rows_read\",\"value\":1000")
                .contains("\"step\":\"transform_1_cast\",\"metric\":\"rows_processed\",\"value\":997")
                .contains("\"step\":\"transform_2_rename_columns\",\"metric\":\"rows_processed\",\"value\":997")
                .contains("\"step\":\"write\",\"metric\":\"rows_written\",\"value\":997")
                .contains("\"step\":\"validate\",\"metric\":\"busy_ms\",\"value\":150")
                .contains("\"rows_read\":500,\"rows_rejected\":1,\"rows_written\":249");
    }

    @Test
    void aRunThatIsKilledIsReadableAndInterrupted() throws IOException {
        // Given: what a killed process leaves is what lies on disk in mid-run, with no lock on it
        SessionListener listener = begin("run-1");
        Sessions.play(listener, clock);
        listener.streamEnded(Sessions.stream("orders", null));
        copy(root.resolve("run-1"), root.resolve("run-0"));

        // When
        SessionSummary killed = store.find("run-0");
        SessionSummary alive = store.find("run-1");

        // Then
        assertThat(killed).isNotNull();
        assertThat(killed.outcome()).isEqualTo("interrupted");
        assertThat(killed.manifest().get("streams")).asString().contains("rows_written=997");
        assertThat(alive).isNotNull();
        assertThat(alive.outcome()).isEqualTo("running");
        listener.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void aSessionThatCannotBeWrittenDoesNotEndTheRun() throws IOException {
        // Given: the manifest's place is taken by a folder that cannot be replaced
        SessionListener listener = begin("run-1");
        Path manifest = root.resolve("run-1/manifest.yaml");
        Files.delete(manifest);
        Files.createDirectories(manifest.resolve("in the way"));

        // When
        listener.finish(Sessions.report("run-1"));

        // Then
        assertThat(listener.session().problem()).contains("manifest.yaml");
        assertThat(root.resolve("run-1/report.html")).exists();
    }

    @Test
    void aLogEndsAtItsLimitAndSaysSo() throws IOException {
        // Given
        SessionListener listener = begin("run-1");

        // When
        for (int i = 0; i < 2000; i++) {
            listener.retrying("orders", i, Duration.ofSeconds(1), Sessions.failure());
        }
        listener.close();

        // Then
        Path events = root.resolve("run-1/logs/events.jsonl");
        assertThat(Files.size(events)).isBetween(60_000L, 70_000L);
        assertThat(Files.readAllLines(events).getLast()).contains("\"event\":\"log_full\"");
    }

    @Test
    void keepsFewSamplesOfManyRejectsAndCountsAll() throws IOException {
        // Given
        SessionListener listener = begin("run-1");
        Reject wide = new Reject("read", "orders.csv line 9", null, null, "ragged", "x".repeat(5_000_000));

        // When
        for (int i = 0; i < 5_000; i++) {
            listener.rejected("orders", List.of(Sessions.reject(i), wide));
        }
        RunReport report = Sessions.report("run-1", Sessions.stream("orders", null));
        listener.finish(report);

        // Then
        String html = Files.readString(root.resolve("run-1/report.html"));
        assertThat(html.length()).isLessThan(100_000);
        assertThat(html).contains("5,000", "ragged", "not a decimal", "orders.csv line 9");
        assertThat(Files.readString(root.resolve("run-1/logs/events.jsonl"))
                        .lines()
                        .filter(line -> line.contains("row_rejected")))
                .hasSize(RejectSamples.ROWS_MAX);
    }
}
