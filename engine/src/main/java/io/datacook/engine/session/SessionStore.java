package io.datacook.engine.session;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder that holds the sessions of a recipe's folder, `.datacook/sessions` by default.
///
/// **Threading:** safe for several threads and several processes; each run writes its own session only.
public final class SessionStore {
    private final Path root;
    private final SessionLimits limits;

    /// @param root made on first use
    public SessionStore(Path root, SessionLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    /// Begins a session, after making room for it.
    ///
    /// @throws DatacookException `RESOURCE_EXHAUSTED` if the folder cannot be written
    public Session open(SessionStart start) {
        makeRoom();
        return Session.create(root.resolve(start.runId()), start, limits.logBytesMax());
    }

    /// All sessions, the newest first; run ids sort by time.
    public List<SessionSummary> list() {
        return folders().reversed().stream().map(SessionStore::read).toList();
    }

    /// The session of a run id, or of its beginning if only one matches, or `null`.
    public @Nullable SessionSummary find(String runId) {
        List<Path> matches = folders().stream()
                .filter(folder -> folder.getFileName().toString().startsWith(runId))
                .toList();
        for (Path match : matches) {
            if (match.getFileName().toString().equals(runId)) {
                return read(match);
            }
        }
        return matches.size() == 1 ? read(matches.getFirst()) : null;
    }

    private List<Path> folders() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(folder -> folder.getFileName().toString()))
                    .toList();
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "the sessions in %s cannot be listed (%s)".formatted(root, failed),
                    failed);
        }
    }

    private static SessionSummary read(Path folder) {
        String runId = folder.getFileName().toString();
        Map<?, ?> manifest = manifest(folder.resolve(Session.MANIFEST));
        boolean alive = alive(folder);
        if (manifest == null) {
            return new SessionSummary(runId, folder, alive ? "running" : "damaged", Map.of());
        }
        String outcome = String.valueOf(manifest.get("outcome"));
        if (outcome.equals("running") && !alive) {
            outcome = "interrupted";
        }
        return new SessionSummary(runId, folder, outcome, manifest);
    }

    private static @Nullable Map<?, ?> manifest(Path file) {
        try {
            return Files.size(file) > Documents.BYTES_MAX ? null : Documents.readYaml(Files.readString(file));
        } catch (IOException absent) {
            return null;
        }
    }

    /// Whether the process that writes the session still holds its lock.
    private static boolean alive(Path folder) {
        Path running = folder.resolve(Session.RUNNING);
        if (!Files.exists(running)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(running, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException ours) {
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void makeRoom() {
        List<Path> oldestFirst = folders();
        long bytes = oldestFirst.stream().mapToLong(SessionStore::size).sum();
        int count = oldestFirst.size();
        for (Path folder : oldestFirst) {
            if (count < limits.sessionsMax() && bytes <= limits.bytesMax()) {
                return;
            }
            if (!alive(folder)) {
                bytes -= size(folder);
                count--;
                remove(folder);
            }
        }
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(SessionStore::fileSize).sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long fileSize(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException busy) {
            // Another process tidies at the same moment, or the folder is not ours to remove: the next run tries again.
            return;
        }
    }
}
