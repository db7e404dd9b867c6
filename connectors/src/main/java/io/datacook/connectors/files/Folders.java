package io.datacook.connectors.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The few things done to folders, durable and with errors users can act on. Stateless.
final class Folders {
    private Folders() {}

    /// Creates a folder and its parents; no failure if it is there.
    static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw FileErrors.writing("cannot create the folder " + folder, folder, failure);
        }
    }

    /// Moves atomically, onto a file that may be there, and makes both folders durable.
    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherDisk) {
            throw FileErrors.writing(
                    ("cannot move %s to %s, since they lie on different disks; set destination.path to a folder "
                                    + "inside that disk")
                            .formatted(from, to),
                    to,
                    otherDisk);
        } catch (IOException failure) {
            throw FileErrors.writing("cannot move %s to %s".formatted(from, to), to, failure);
        }
        makeDurable(to.toAbsolutePath().getParent());
        makeDurable(from.toAbsolutePath().getParent());
    }

    /// Names added to, renamed in or removed from a folder survive a crash of the machine.
    static void makeDurable(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw FileErrors.writing("cannot make the folder " + folder + " durable", folder, failure);
        }
    }

    /// What lies directly in a folder, sorted by name; nothing if there is no such folder.
    static List<Path> list(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return List.of();
        } catch (IOException failure) {
            throw FileErrors.reading(folder, failure);
        }
        Collections.sort(entries);
        return entries;
    }

    /// The size of a file, or -1 if there is none.
    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException absent) {
            return -1;
        } catch (IOException failure) {
            throw FileErrors.writing("cannot look at " + file, file, failure);
        }
    }

    /// Removes a file, or a folder with all it holds; no failure if it is not there. Links are not followed.
    static void remove(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(path, new Remover());
        } catch (IOException failure) {
            throw FileErrors.writing("cannot remove " + path, path, failure);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
