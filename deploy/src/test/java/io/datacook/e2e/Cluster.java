package io.datacook.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cluster that `KUBECONFIG` names, with Datacook installed by `deploy/e2e/install`. Only a `DATACOOK_IMAGE_LOADER`
/// beside it says that the cluster may be filled and broken.
///
/// **Threading:** safe for all threads. One for each JVM; it goes with the JVM.
final class Cluster {
    static final String SYSTEM = "datacook-system";
    static final Map<String, String> OPERATOR = Map.of("app.kubernetes.io/name", "datacook-operator");
    static final Map<String, String> STATE = Map.of("app.kubernetes.io/name", "datacook-state");
    static final Map<String, String> POSTGRES = Map.of("app.kubernetes.io/name", "postgres");

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static @Nullable Cluster connected;

    private final KubernetesClient client;

    private Cluster(KubernetesClient client) {
        this.client = client;
    }

    /// The cluster; the test is skipped where there is none. The first call installs Datacook.
    static synchronized Cluster require() {
        assumeTrue(
                System.getenv("DATACOOK_IMAGE_LOADER") != null,
                "skipped: DATACOOK_IMAGE_LOADER says not how a cluster gets images; deploy/e2e/README.md has it all");
        String kubeconfig = kubeconfig();
        assumeTrue(kubeconfig != null, "skipped: KUBECONFIG names no cluster");
        if (connected == null) {
            try {
                Config config = Config.fromKubeconfig(Files.readString(Path.of(String.valueOf(kubeconfig))));
                if (!"true".equals(System.getenv("DATACOOK_E2E_INSTALLED"))) {
                    Install.run();
                }
                connected = new Cluster(
                        new KubernetesClientBuilder().withConfig(config).build());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            connected.waitForSystem();
        }
        return connected;
    }

    /// The file that names the cluster.
    static @Nullable String kubeconfig() {
        return System.getenv("KUBECONFIG");
    }

    KubernetesClient client() {
        return client;
    }

    /// Applies the objects of a YAML text to a namespace.
    void apply(String namespace, String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .serverSideApply();
    }

    /// Pods with these labels that are not on their way out.
    List<Pod> pods(String namespace, Map<String, String> labels) {
        return client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /// Waits until operator, state service and PostgreSQL are ready.
    void waitForSystem() {
        for (Map<String, String> labels : List.of(POSTGRES, STATE, OPERATOR)) {
            Patience.until("ready: " + labels, START_LIMIT, () -> {
                List<Pod> pods = pods(SYSTEM, labels);
                return !pods.isEmpty() && pods.stream().allMatch(Cluster::isReady);
            });
        }
    }

    /// Replaces pods that have died before. Kubernetes restarts a container the later the more often it has died
    /// lately, and a failure of the table is one failure, not the last of several.
    void renew(Map<String, String> labels) {
        List<Pod> worn = pods(SYSTEM, labels).stream()
                .filter(pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getRestartCount() > 0))
                .toList();
        for (Pod pod : worn) {
            client.pods().resource(pod).delete();
            Patience.until("gone: " + pod.getMetadata().getName(), START_LIMIT, () -> {
                Pod now = client.pods().resource(pod).get();
                return now == null
                        || !now.getMetadata().getUid().equals(pod.getMetadata().getUid());
            });
            waitForSystem();
        }
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
