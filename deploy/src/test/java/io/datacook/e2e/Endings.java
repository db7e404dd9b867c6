package io.datacook.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the containers of a namespace's pods ended, in the order in which the cluster told it: a pod that was told to go
/// is soon forgotten.
///
/// **Threading:** safe for all threads. **Closing:** ends the watch.
final class Endings implements AutoCloseable {
    /// The end of a container, by the stage that it is.
    record Ending(String pod, String stage, int exitCode) {}

    private final Map<String, Ending> seen = new LinkedHashMap<>();
    private @Nullable Watch watch;

    private Endings() {}

    /// Begins to watch.
    static Endings of(Space space) {
        Endings endings = new Endings();
        endings.watch = space.cluster()
                .client()
                .pods()
                .inNamespace(space.name())
                .watch(new Watcher<Pod>() {
                    @Override
                    public void eventReceived(Action action, Pod pod) {
                        endings.look(pod);
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        // What was seen stays; the tests say what is missing.
                    }
                });
        return endings;
    }

    private synchronized void look(Pod pod) {
        Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                .filter(status -> status.getState() != null && status.getState().getTerminated() != null)
                .filter(status -> status.getContainerID() != null)
                .forEach(status -> seen.putIfAbsent(status.getContainerID(), ending(pod, status)));
    }

    private static Ending ending(Pod pod, ContainerStatus status) {
        return new Ending(
                pod.getMetadata().getName(),
                status.getName(),
                status.getState().getTerminated().getExitCode());
    }

    /// What was seen until now.
    synchronized List<Ending> seen() {
        return new ArrayList<>(seen.values());
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
