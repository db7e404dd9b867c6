package io.datacook.engine.state;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Exchanges a file's content at once and for good.
final class AtomicFile {
    private AtomicFile() {}

    /// Callers hold the file's lock: the temporary name is the same each time, so a crash leaves one at most.
    ///
    /// @throws DatacookException `COMMIT_UNKNOWN` if the new content is there but may not survive a power cut;
    ///     another code if the old content surely stayed
    static void replace(Path file, byte[] content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            discard(temporary, failed);
            throw DiskFailures.of(failed, "write the checkpoint", file);
        }
        forceFolder(file);
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw DiskFailures.of(failed, "remove the checkpoint", file);
        }
        forceFolder(file);
    }

    private static void write(Path temporary, byte[] content) throws IOException {
        // A stream and not a channel: an interrupt would close a channel half way.
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
    }

    private static void discard(Path temporary, IOException failed) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /// Makes the entry of a file or folder in its folder durable.
    static void forceFolder(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.COMMIT_UNKNOWN,
                    "the checkpoint %s is written and the disk did not confirm it: %s; run again"
                            .formatted(file, failed.getMessage()),
                    failed);
        }
    }
}
