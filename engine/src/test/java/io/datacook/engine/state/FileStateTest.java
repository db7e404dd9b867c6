package io.datacook.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateBackend.Versioned;
import io.datacook.api.StateKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateTest {
    private static final StateKey KEY = new StateKey("acme/orders", "public.orders");

    @TempDir
    private Path folder;

    private static ErrorCode codeOf(Runnable action) {
        try {
            action.run();
        } catch (DatacookException failed) {
            return failed.code();
        }
        throw new AssertionError("it should have failed");
    }

    @Test
    void keepsOneReadableFileForEachStream() throws IOException {
        try (FileState state = FileState.open(folder.resolve("made/when/opened"))) {
            state.compareAndSet(KEY, 0, "{\"fence\":1}");
            assertThat(state.file(KEY)).hasFileName("public.orders.json");
            assertThat(state.file(KEY).getParent()).hasFileName("acme%2forders");
            assertThat(Files.readAllLines(state.file(KEY)))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("\"recipe\":\"acme/orders\"", "\"version\":1", "\"crc32c\"");
            assertThat(state.describe()).endsWith("made/when/opened");
        }
    }

    @Test
    void refusesATornFileWhereverItWasCut() throws IOException {
        FileState state = FileState.open(folder);
        state.compareAndSet(KEY, 0, "{\"fence\":1}");
        byte[] whole = Files.readAllBytes(state.file(KEY));
        // The very last byte is a line's end that nothing depends on.
        for (int length = 0; length < whole.length - 1; length++) {
            Files.write(state.file(KEY), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> state.load(KEY)).isInstanceOfSatisfying(DatacookException.class, failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.STATE_INVALID);
                assertThat(failure)
                        .hasMessageContaining(state.file(KEY).toString())
                        .hasMessageContaining("restore it from a backup");
            });
            assertThat(codeOf(() -> state.compareAndSet(KEY, 1, "{}"))).isEqualTo(ErrorCode.STATE_INVALID);
        }
        Files.write(state.file(KEY), whole);
        assertThat(state.load(KEY)).isEqualTo(new Versioned(1, "{\"fence\":1}"));
    }

    @Test
    void refusesAFileWithAnyByteFlipped() throws IOException {
        FileState state = FileState.open(folder);
        state.compareAndSet(KEY, 0, "{\"fence\":1}");
        byte[] whole = Files.readAllBytes(state.file(KEY));
        int documentAt = whole.length - 12;
        for (int at = documentAt; at < whole.length - 1; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(state.file(KEY), flipped);
            assertThat(codeOf(() -> state.load(KEY))).isEqualTo(ErrorCode.STATE_INVALID);
        }
    }

    @Test
    void refusesAFileOfANewerRelease() throws IOException {
        FileState state = FileState.open(folder);
        state.compareAndSet(KEY, 0, "{}");
        String text =
                Files.readString(state.file(KEY)).replace("\"datacook_state_file\":1", "\"datacook_state_file\":9");
        Files.writeString(state.file(KEY), text);
        assertThatThrownBy(() -> state.load(KEY)).hasMessageContaining("format 9");
    }

    @Test
    void ignoresWhatAKilledWriterLeftBehind() throws IOException {
        FileState state = FileState.open(folder);
        state.compareAndSet(KEY, 0, "{\"n\":1}");
        Path leftover = state.file(KEY).resolveSibling("public.orders.json.tmp");
        Files.writeString(leftover, "half a docu");

        assertThat(state.load(KEY)).isEqualTo(new Versioned(1, "{\"n\":1}"));
        assertThat(state.list(null)).containsExactly(KEY);
        assertThat(state.compareAndSet(KEY, 1, "{\"n\":2}")).isTrue();
        assertThat(leftover).doesNotExist();
    }

    @Test
    void keepsWorkingWhenTheThreadIsInterrupted() {
        FileState state = FileState.open(folder);
        Thread.currentThread().interrupt();
        try {
            assertThat(codeOrStored(state)).isNotEqualTo("refused");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        Versioned now = state.load(KEY);
        assertThat(now).isIn(null, new Versioned(1, "{}"));
    }

    /// Stored, or surely not, or not known: never a wrong answer.
    private static String codeOrStored(StateBackend state) {
        try {
            return state.compareAndSet(KEY, 0, "{}") ? "stored" : "refused";
        } catch (DatacookException failed) {
            assertThat(failed.code()).isIn(ErrorCode.STATE_UNREACHABLE, ErrorCode.COMMIT_UNKNOWN);
            return "failed";
        }
    }

    @Test
    void limitsTheSizeOfADocument() {
        FileState state = FileState.open(folder);
        String big = "x".repeat(StateBackend.DOCUMENT_BYTES_MAX + (1 << 20));
        assertThat(codeOf(() -> state.compareAndSet(KEY, 0, big))).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(state.load(KEY)).isNull();
    }

    @Test
    void saysWhenAFileStandsWhereTheFolderMustBe() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(codeOf(() -> FileState.open(file))).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(codeOf(() -> FileState.open(file.resolve("below"))))
                .isIn(ErrorCode.ACCESS_DENIED, ErrorCode.STATE_UNREACHABLE);
    }

    @Test
    void translatesWhatDisksSay() {
        assertThat(code("No space left on device")).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(code("Disk quota exceeded")).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(code("Too many open files")).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(code("Read-only file system")).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(code("x (Permission denied)")).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(code("Input/output error")).isEqualTo(ErrorCode.STATE_UNREACHABLE);
        assertThat(DiskFailures.of(new AccessDeniedException("/state"), "write", folder)
                        .code())
                .isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    private ErrorCode code(String reason) {
        return DiskFailures.of(new FileSystemException("/state", null, reason), "write", folder)
                .code();
    }

    @Test
    void aFullDiskLeavesTheOldDocumentWhole() throws IOException, InterruptedException {
        mount("size=64k");
        try {
            FileState state = FileState.open(folder);
            assertThat(state.compareAndSet(KEY, 0, "{\"n\":1}")).isTrue();
            String big = "\"" + "x".repeat(200_000) + "\"";
            assertThat(codeOf(() -> state.compareAndSet(KEY, 1, big))).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
            assertThat(state.load(KEY)).isEqualTo(new Versioned(1, "{\"n\":1}"));
            assertThat(state.compareAndSet(KEY, 1, "{\"n\":2}")).isTrue();
        } finally {
            command("umount", folder.toString());
        }
    }

    @Test
    void aReadOnlyFolderIsRefusedAndStillRead() throws IOException, InterruptedException {
        mount("size=64k");
        try {
            FileState state = FileState.open(folder);
            state.compareAndSet(KEY, 0, "{\"n\":1}");
            Assumptions.assumeTrue(command("mount", "-o", "remount,ro", folder.toString()) == 0);
            assertThat(codeOf(() -> state.compareAndSet(KEY, 1, "{}"))).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(codeOf(() -> state.compareAndSet(new StateKey("new", "s"), 0, "{}")))
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(state.load(KEY)).isEqualTo(new Versioned(1, "{\"n\":1}"));
        } finally {
            command("umount", folder.toString());
        }
    }

    /// A small disk of its own; skipped where the machine does not let us have one.
    private void mount(String options) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                command("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()) == 0,
                "mounting needs privileges");
    }

    private static int command(String... words) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (IOException absent) {
            return -1;
        }
        process.getInputStream().readAllBytes();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Test
    void namesAreSafeReadableAndDistinct() {
        List<String> names =
                List.of("a", "A", "a/b", "a%2fb", ".", "..", "", "ä", "a b", "x".repeat(300), "x".repeat(301));
        List<String> files = names.stream().map(StateFileName::of).toList();
        assertThat(files).doesNotHaveDuplicates();
        assertThat(files).allMatch(file -> file.matches("[a-z0-9_%~-][a-z0-9_.%~-]*") && file.length() < 200);
        assertThat(StateFileName.of("public.orders_2026-11")).isEqualTo("public.orders_2026-11");
        assertThat(Stream.of("Orders", "orders")
                        .map(StateFileName::of)
                        .map(name -> name.toLowerCase(java.util.Locale.ROOT)))
                .doesNotHaveDuplicates();
    }
}
