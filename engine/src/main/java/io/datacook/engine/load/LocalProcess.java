package io.datacook.engine.load;

import io.datacook.engine.commit.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// This process as the owner of a lease, and whether another owner on this machine is dead.
public final class LocalProcess {
    /// The start times of one process, read twice, may differ when the machine's clock is set.
    private static final long START_TOLERANCE_MILLIS = 5_000;

    private LocalProcess() {}

    /// This process.
    public static Owner owner(String runId) {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(host(), self.pid(), startOf(self), runId);
    }

    /// Whether an owner was a process of this machine that has ended; `false` if that cannot be known.
    public static boolean isDead(Owner owner) {
        if (!owner.host().equals(host())) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(owner.pid());
        if (process.isEmpty() || !process.get().isAlive()) {
            return true;
        }
        long start = startOf(process.get());
        return start != 0
                && owner.processStartedAt() != 0
                && Math.abs(start - owner.processStartedAt()) > START_TOLERANCE_MILLIS;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /// The host's name and, since containers of one pod share it, what tells their process tables apart.
    private static String host() {
        return hostName() + namespace();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    private static String namespace() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return "#" + link.replaceAll("[^0-9]", "");
        } catch (IOException | UnsupportedOperationException absent) {
            return "";
        }
    }
}
