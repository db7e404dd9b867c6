package io.datacook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A disk of a few kilobytes for tests of full and read-only ones: a tmpfs, mounted over a folder.
///
/// Mounting needs privileges; where there are none the test is skipped with that reason. **Threading:** one thread.
/// **Closing:** unmounts; what was written is gone.
public final class SmallDisk implements AutoCloseable {
    private static final long SECONDS_MAX = 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /// Mounts a disk over a folder, which is made if it is absent.
    ///
    /// @param kibibytes its size
    public static SmallDisk mount(Path folder, int kibibytes) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Assumptions.assumeTrue(
                command("mount", "-t", "tmpfs", "-o", "size=%dk,mode=0777".formatted(kibibytes), "tmpfs", folder) == 0,
                "mounting a small disk needs privileges");
        return new SmallDisk(folder);
    }

    /// Where it is.
    public Path folder() {
        return folder;
    }

    /// From now on it is only read.
    public void makeReadOnly() {
        Assumptions.assumeTrue(
                command("mount", "-o", "remount,ro", folder) == 0, "remounting a small disk needs privileges");
    }

    @Override
    public void close() {
        if (command("umount", folder) != 0) {
            throw new AssertionError(folder + " cannot be unmounted");
        }
    }

    private static int command(Object... words) {
        ProcessBuilder builder = new ProcessBuilder();
        for (Object word : words) {
            builder.command().add(word.toString());
        }
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException absent) {
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
