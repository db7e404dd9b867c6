package io.datacook.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStoreTest {
    @TempDir
    private Path root;

    private final Sessions.HandClock clock = new Sessions.HandClock();

    private void run(SessionStore store, String runId) {
        SessionStart start = Sessions.start(runId);
        SessionListener listener = new SessionListener(store.open(start), start, clock);
        listener.finish(Sessions.report(runId, Sessions.stream("orders", null)));
    }

    @Test
    void keepsTheNewestSessionsOnly() {
        // Given
        SessionStore store = new SessionStore(root.resolve("sessions"), new SessionLimits(3, 1 << 30, 1 << 20));

        // When
        for (int i = 1; i <= 5; i++) {
            run(store, "run-" + i);
        }

        // Then
        assertThat(store.list()).extracting(SessionSummary::runId).containsExactly("run-5", "run-4", "run-3");
    }

    @Test
    void keepsSessionsWithinTheirBytes() throws IOException {
        // Given
        SessionStore store = new SessionStore(root, new SessionLimits(100, 100_000, 1 << 20));
        run(store, "run-1");
        run(store, "run-2");
        Files.write(root.resolve("run-1/data/big.bin"), new byte[200_000]);

        // When
        run(store, "run-3");

        // Then
        assertThat(store.list()).extracting(SessionSummary::runId).containsExactly("run-3", "run-2");
    }

    @Test
    void neverRemovesARunThatGoesOn() {
        // Given
        SessionStore store = new SessionStore(root, new SessionLimits(1, 1 << 30, 1 << 20));
        Session alive = store.open(Sessions.start("run-1"));

        // When
        run(store, "run-2");
        run(store, "run-3");

        // Then
        assertThat(store.list()).extracting(SessionSummary::runId).containsExactly("run-3", "run-1");
        alive.close();
    }

    @Test
    void findsASessionByTheBeginningOfItsIdIfOnlyOneMatches() {
        // Given
        SessionStore store = new SessionStore(root, SessionLimits.DEFAULT);
        run(store, "20261121-a1");
        run(store, "20261121-b2");
        run(store, "20261121-b23");

        // When
        SessionSummary one = store.find("20261121-a");
        SessionSummary exact = store.find("20261121-b2");

        // Then
        assertThat(one).isNotNull();
        assertThat(one.runId()).isEqualTo("20261121-a1");
        assertThat(one.total("rows_written")).isEqualTo(997);
        assertThat(exact).isNotNull();
        assertThat(store.find("20261121-")).isNull();
        assertThat(store.find("none")).isNull();
    }

    @Test
    void aDamagedManifestIsCalledSo() throws IOException {
        // Given
        SessionStore store = new SessionStore(root, SessionLimits.DEFAULT);
        run(store, "run-1");
        Files.writeString(root.resolve("run-1/manifest.yaml"), "a: [1, ");

        // Then
        assertThat(store.list()).extracting(SessionSummary::outcome).containsExactly("damaged");
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidBeforeAnyRow() throws IOException {
        // Given
        Path file = Files.writeString(root.resolve("file"), "in the way");
        SessionStore store = new SessionStore(file, SessionLimits.DEFAULT);

        // Then
        assertThatThrownBy(() -> store.open(Sessions.start("run-1")))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
                .hasMessageContaining("--sessions");
    }

    @Test
    void aRunIdThatLeavesTheFolderIsRefused() {
        assertThatThrownBy(() -> Sessions.start("../up")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sessions.start("..")).isInstanceOf(IllegalArgumentException.class);
    }
}
