package io.datacook.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The machine that pods run on, where the tests run there as root: then processes die by `kill -9` and packets by
/// rules of the packet filter, as they do in real life. Elsewhere, pods are deleted without grace, and what cannot be
/// done by Kubernetes' API is skipped.
final class Node {
    private static final String TABLE = "datacook_e2e";

    private Node() {}

    /// Whether this is the machine.
    static boolean isHere() {
        return "true".equals(System.getenv("DATACOOK_E2E_ON_NODE"));
    }

    static void requireHere() {
        assumeTrue(isHere(), "skipped: needs root on the cluster's only node (DATACOOK_E2E_ON_NODE=true)");
    }

    /// Kills a pod's container as the kernel would.
    static void kill(Cluster cluster, Pod pod, @Nullable String container) {
        if (!isHere()) {
            cluster.client().pods().resource(pod).withGracePeriod(0).delete();
            return;
        }
        for (String id : containerIds(pod, container)) {
            processes(process -> belongs(process, id)).forEach(pid -> run("kill", "-9", pid));
        }
    }

    /// What tells a pod's running containers from those before and after.
    ///
    /// @param container its name, or `null` for all
    static List<String> containerIds(Pod pod, @Nullable String container) {
        List<ContainerStatus> statuses = new ArrayList<>(pod.getStatus().getContainerStatuses());
        statuses.addAll(pod.getStatus().getInitContainerStatuses());
        return statuses.stream()
                .filter(status -> container == null
                        || statuses.size() == 1
                        || status.getName().equals(container))
                .filter(status -> status.getState().getRunning() != null && status.getContainerID() != null)
                .map(status -> status.getContainerID().replaceFirst("^\\w+://", ""))
                .toList();
    }

    /// Stops the node's agent, so that the node seems lost; its pods go on. Closing lets it go on.
    static Undo loseAgent() {
        requireHere();
        List<String> agents = processes(process -> "kubelet".equals(name(process)));
        assumeTrue(agents.size() == 1, "skipped: not one process is called kubelet here: " + agents);
        run("kill", "-STOP", agents.getFirst());
        return undone(() -> run("kill", "-CONT", agents.getFirst()));
    }

    /// Drops all packets between two addresses, until closed.
    static Undo cut(List<String> one, List<String> other) {
        requireHere();
        run("nft", "add", "table", "ip", TABLE);
        run("nft", "add", "chain", "ip", TABLE, "forward", "{ type filter hook forward priority -10 ; }");
        for (String left : one) {
            for (String right : other) {
                run("nft", "add", "rule", "ip", TABLE, "forward", "ip", "saddr", left, "ip", "daddr", right, "drop");
                run("nft", "add", "rule", "ip", TABLE, "forward", "ip", "saddr", right, "ip", "daddr", left, "drop");
            }
        }
        return undone(() -> {
            run("nft", "add", "table", "ip", TABLE); // so that a second time does no harm
            run("nft", "delete", "table", "ip", TABLE);
        });
    }

    /// Makes it good even if this process is told to end in the middle.
    private static Undo undone(Undo undo) {
        Runtime.getRuntime().addShutdownHook(new Thread(undo::close, "undo"));
        return undo;
    }

    private static List<String> processes(Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(wanted)
                    .map(entry -> entry.getFileName().toString())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean belongs(Path process, String containerId) {
        try {
            return Files.readString(process.resolve("cgroup")).contains(containerId);
        } catch (IOException ended) {
            return false; // between being listed and being looked at
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0 && !output.contains("No such process")) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// Makes good what was broken.
    @FunctionalInterface
    interface Undo extends AutoCloseable {
        @Override
        void close();
    }
}
