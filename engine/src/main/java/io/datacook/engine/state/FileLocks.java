package io.datacook.engine.state;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Locks that threads of this process and other processes respect.
///
/// The system's file locks belong to the whole process and are lost when any of its handles on the file closes: so
/// threads first agree among themselves, and one handle at a time is open.
final class FileLocks {
    private static final int STRIPES = 64;
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int ATTEMPTS_MAX = 15_000;
    private static final ReentrantLock[] THREADS = new ReentrantLock[STRIPES];

    static {
        for (int i = 0; i < STRIPES; i++) {
            THREADS[i] = new ReentrantLock();
        }
    }

    private FileLocks() {}

    /// Waits for a lock file, half a minute at most: holders keep it for one small write.
    ///
    /// @throws DatacookException `STATE_UNREACHABLE` if somebody keeps it
    static Held take(Path file) {
        ReentrantLock threads = THREADS[Math.floorMod(file.hashCode(), STRIPES)];
        threads.lock();
        try {
            return new Held(threads, lockFile(file));
        } catch (RuntimeException failed) {
            threads.unlock();
            throw failed;
        }
    }

    private static RandomAccessFile lockFile(Path file) {
        RandomAccessFile handle = open(file);
        try {
            for (int i = 0; i < ATTEMPTS_MAX; i++) {
                FileLock lock = handle.getChannel().tryLock();
                if (lock != null) {
                    return handle;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException failed) {
            close(handle);
            throw DiskFailures.of(failed, "lock", file);
        }
        close(handle);
        throw new DatacookException(
                ErrorCode.STATE_UNREACHABLE,
                "another process keeps %s locked; find it with `fuser %s`, end it, and run again"
                        .formatted(file, file));
    }

    private static RandomAccessFile open(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                AtomicFile.forceFolder(folder);
            }
            return new RandomAccessFile(file.toFile(), "rw");
        } catch (IOException failed) {
            throw DiskFailures.of(failed, "open", file);
        }
    }

    private static void close(RandomAccessFile handle) {
        try {
            handle.close();
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.COMMIT_UNKNOWN, "a lock file did not close: " + failed.getMessage(), failed);
        }
    }

    /// A lock that is held; closing gives it back.
    record Held(ReentrantLock threads, RandomAccessFile handle) implements AutoCloseable {
        @Override
        public void close() {
            try {
                FileLocks.close(handle);
            } finally {
                threads.unlock();
            }
        }
    }
}
