package io.datacook.engine.session;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folder of one run while the run goes on.
///
/// Whole files are written beside their place and moved there, so that a reader never sees half of one. A file lock
/// tells that the run is alive; the system drops it however the process ends. **Threading:** safe for several threads.
/// **Closing:** once, at the end; without it the session counts as interrupted.
public final class Session implements AutoCloseable {
    static final String MANIFEST = "manifest.yaml";
    static final String REPORT = "report.html";
    static final String RUNNING = ".running";

    private final Path folder;
    private final FileChannel alive;
    private final JsonLines events;
    private final JsonLines metrics;
    private @Nullable String problem;

    private Session(Path folder, FileChannel alive, long logBytesMax) {
        this.folder = folder;
        this.alive = alive;
        this.events = new JsonLines(folder.resolve("logs/events.jsonl"), logBytesMax);
        this.metrics = new JsonLines(folder.resolve("logs/metrics.jsonl"), logBytesMax);
    }

    /// Makes the folder of a run.
    ///
    /// @throws DatacookException `RESOURCE_EXHAUSTED` if it cannot be written
    static Session create(Path folder, SessionStart start, long logBytesMax) {
        try {
            Files.createDirectories(folder.resolve("logs"));
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("artifacts"));
            FileChannel alive =
                    FileChannel.open(folder.resolve(RUNNING), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            alive.tryLock();
            Session session = new Session(folder, alive, logBytesMax);
            for (SessionStart.StepArtifact step : start.steps()) {
                Path artifact =
                        Files.createDirectories(folder.resolve("artifacts").resolve(step.step()));
                replace(artifact.resolve("cleaned_config.json"), Documents.json(step.config()));
            }
            return session;
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "the session folder %s cannot be written (%s); free space there, or name another with --sessions"
                            .formatted(folder, failed),
                    failed);
        }
    }

    /// Where the session is.
    public Path folder() {
        return folder;
    }

    /// The HTML report; there once the run ended.
    public Path report() {
        return folder.resolve(REPORT);
    }

    /// What went wrong while writing, or `null`; a session that cannot be written never ends a run.
    public synchronized @Nullable String problem() {
        if (problem != null) {
            return problem;
        }
        return events.problem() != null ? events.problem() : metrics.problem();
    }

    void event(Map<String, ?> line) {
        events.append(line);
    }

    void metric(Map<String, ?> line) {
        metrics.append(line);
    }

    synchronized void manifest(Map<String, ?> manifest) {
        put(MANIFEST, Documents.yaml(manifest));
    }

    synchronized void report(String html) {
        put(REPORT, html);
    }

    /// Keeps a text for whoever looks into a failure, such as a stack trace.
    ///
    /// @param name a file name, below `logs`
    /// @return the file
    public synchronized Path log(String name, String text) {
        put("logs/" + name, text);
        return folder.resolve("logs").resolve(name);
    }

    private void put(String name, String text) {
        try {
            replace(folder.resolve(name), text);
        } catch (IOException failed) {
            problem = folder.resolve(name) + ": " + failed.getMessage();
        }
    }

    static void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        events.close();
        metrics.close();
        try {
            // Closed first: the lock goes with it, and some systems do not delete open files.
            alive.close();
            Files.deleteIfExists(folder.resolve(RUNNING));
        } catch (IOException failed) {
            throw new UncheckedIOException("closing the session " + folder, failed);
        }
    }
}
