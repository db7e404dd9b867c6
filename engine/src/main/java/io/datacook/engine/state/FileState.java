package io.datacook.engine.state;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checkpoints as files: `<folder>/<recipe>/<stream>.json`, one for each stream.
///
/// A change writes a new file, forces it to the disk, renames it over the old one and forces the folder, all under a
/// lock that other threads and other processes respect; so a crash leaves the old document or the new one, whole.
/// **Threading:** safe for several threads and processes of one machine. **Closing:** nothing is held open.
public final class FileState implements StateBackend {
    /// The first line beside the document.
    private static final int HEAD_BYTES_MAX = 64 << 10;

    private final Path folder;

    private FileState(Path folder) {
        this.folder = folder;
    }

    /// Opens a folder, which is created if it is absent.
    ///
    /// @throws DatacookException `ACCESS_DENIED` if it cannot be written
    public static FileState open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
        } catch (IOException failed) {
            throw DiskFailures.of(failed, "create the state folder", absolute);
        }
        return new FileState(absolute);
    }

    @Override
    public @Nullable Versioned load(StateKey key) {
        StateFile found = read(file(key));
        return found == null ? null : found.content();
    }

    private static @Nullable StateFile read(Path file) {
        try {
            long size = Files.size(file);
            if (size > DOCUMENT_BYTES_MAX + HEAD_BYTES_MAX) {
                throw StateFile.damaged(file, "it has %d bytes".formatted(size), null);
            }
            return StateFile.parse(Files.readAllBytes(file), file);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException failed) {
            throw DiskFailures.of(failed, "read the checkpoint", file);
        }
    }

    @Override
    public boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        Path file = file(key);
        byte[] bytes = new StateFile(key, new Versioned(expectedVersion + 1, document)).bytes();
        if (bytes.length > DOCUMENT_BYTES_MAX + HEAD_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "the checkpoint %s would have %d bytes; %d are allowed"
                            .formatted(file, bytes.length, DOCUMENT_BYTES_MAX));
        }
        try (FileLocks.Held _ = FileLocks.take(lock(key))) {
            if (version(file) != expectedVersion) {
                return false;
            }
            AtomicFile.replace(file, bytes);
            return true;
        }
    }

    @Override
    public boolean remove(StateKey key, long expectedVersion) {
        Path file = file(key);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileLocks.Held _ = FileLocks.take(lock(key))) {
            if (expectedVersion == 0 || version(file) != expectedVersion) {
                return false;
            }
            AtomicFile.delete(file);
            return true;
        }
    }

    private static long version(Path file) {
        StateFile found = read(file);
        return found == null ? 0 : found.content().version();
    }

    @Override
    public List<StateKey> list(@Nullable String recipe) {
        List<StateKey> keys = new ArrayList<>();
        for (Path inner : entries(folder)) {
            if (Files.isDirectory(inner)) {
                for (Path file : entries(inner)) {
                    StateFile found = file.toString().endsWith(".json") ? read(file) : null;
                    if (found != null && (recipe == null || found.key().recipe().equals(recipe))) {
                        keys.add(found.key());
                    }
                }
            }
        }
        keys.sort(Comparator.comparing(StateKey::recipe).thenComparing(StateKey::stream));
        return keys;
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (IOException failed) {
            throw DiskFailures.of(failed, "list the state folder", folder);
        }
    }

    @Override
    public String describe() {
        return folder.toString();
    }

    @Override
    public void close() {}

    /// The file of a key, whether it exists or not.
    public Path file(StateKey key) {
        return folder.resolve(StateFileName.of(key.recipe())).resolve(StateFileName.of(key.stream()) + ".json");
    }

    private Path lock(StateKey key) {
        return folder.resolve(StateFileName.of(key.recipe())).resolve(StateFileName.of(key.stream()) + ".lock");
    }
}
