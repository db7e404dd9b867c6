package io.datacook.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.StateBackend;
import io.datacook.api.StateBackend.Versioned;
import io.datacook.api.StateKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on one file, one of them killed in the middle of its work.
class FileStateProcessesTest {
    private static final StateKey KEY = new StateKey("r", "counter");
    private static final int INCREMENTS = 60;

    @TempDir
    private Path folder;

    @Test
    void processesLoseNoIncrementAndAKilledOneTearsNothing() throws IOException, InterruptedException {
        // Given
        Process victim = counter(Integer.MAX_VALUE);
        try (BufferedReader lines = victim.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 10; i++) {
                assertThat(lines.readLine()).isEqualTo("stored");
            }
            List<Process> others = List.of(counter(INCREMENTS), counter(INCREMENTS));
            for (int i = 0; i < 10; i++) {
                assertThat(lines.readLine()).isEqualTo("stored");
            }
            // When
            // By its handle: the process object would close the pipe with what was said last.
            assertThat(victim.toHandle().destroyForcibly()).isTrue();
            List<String> rest = new ArrayList<>(lines.lines().toList());
            for (Process other : others) {
                assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("stored\n".repeat(INCREMENTS));
                assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            // Then: every increment that was reported counts, and one of the victim may have gone unreported
            long reported = 20 + rest.stream().filter("stored"::equals).count() + 2 * INCREMENTS;
            Versioned last = Objects.requireNonNull(FileState.open(folder).load(KEY));
            assertThat(last.version()).isBetween(reported, reported + 1);
            assertThat(last.document()).isEqualTo(Long.toString(last.version()));
        }
    }

    private Process counter(int increments) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counter.class.getName(),
                        folder.toString(),
                        Integer.toString(increments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Counts in a state file and says so each time.
    static final class Counter {
        private Counter() {}

        public static void main(String[] arguments) {
            try (StateBackend state = FileState.open(Path.of(arguments[0]))) {
                for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
                    increment(state);
                    System.out.print("stored\n");
                    System.out.flush();
                }
            }
        }

        private static void increment(StateBackend state) {
            boolean stored = false;
            while (!stored) {
                Versioned now = state.load(KEY);
                long version = now == null ? 0 : now.version();
                stored = state.compareAndSet(KEY, version, Long.toString(version + 1));
            }
        }
    }
}
