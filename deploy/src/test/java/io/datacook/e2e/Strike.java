package io.datacook.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a failure happen to a running load, and waits until what failed is there again.
final class Strike {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration CUT = Duration.ofSeconds(8);

    private final Space space;
    private final Cluster cluster;

    Strike(Space space) {
        this.space = space;
        this.cluster = space.cluster();
    }

    /// Begins with parts that have not died lately. To be called before the load.
    static void prepare(Cluster cluster, Failure failure) {
        if (!failure.victims().isEmpty()) {
            cluster.renew(failure.victims());
        }
    }

    /// Lets it happen. Returns when the failed part runs again; how long committed rows then take is the caller's.
    ///
    /// @return when the failure happened, or, where the table counts from the return of the part, when it returned
    long at(Failure failure) {
        return switch (failure) {
            case EXTRACTOR_KILLED -> killStage("extractor");
            case TRANSFORM_KILLED -> killStage("transform");
            case WRITER_KILLED -> killStage("writer");
            case WRITER_BEFORE_COMMIT, WRITER_AFTER_COMMIT, WRITER_BEFORE_ACKNOWLEDGE -> dies();
            case STATE_REPLICA_KILLED, DATABASE_KILLED -> killSystem(failure.victims(), 1);
            case STATE_SERVICE_KILLED -> killSystem(failure.victims(), 2);
            case OPERATOR_KILLED -> killOperator();
            case NODE_LOST -> nodeLost();
            case STAGES_CUT -> cut(addresses(space.pods("extractor")), addresses(space.pods("transform")));
            case STATE_CUT ->
                cut(addresses(space.pods("writer")), addresses(cluster.pods(Cluster.SYSTEM, Cluster.STATE)));
            case DUPLICATE_POD -> twin();
            case EVICTED -> evict();
        };
    }

    private Pod pod(String stage) {
        // In one pod with the others, a stage is a container of the writer's pod.
        List<Pod> own = space.pods(stage);
        return (own.isEmpty() ? space.pods("writer") : own).getFirst();
    }

    private long killStage(String stage) {
        Pod pod = pod(stage);
        Set<String> before = new HashSet<>(Node.containerIds(pod, stage));
        long begin = System.nanoTime();
        Node.kill(cluster, pod, stage);
        waitForReplacement(stage, before);
        return begin;
    }

    /// The writer runs and is about to die by itself; once it runs, the reason is taken away from its successor.
    private long dies() {
        Patience.until("a writer runs", LIMIT, () -> !running("writer").isEmpty());
        Set<String> before = running("writer");
        cluster.client()
                .configMaps()
                .inNamespace(space.name())
                .withName("faults")
                .delete();
        Patience.until("the writer dies", LIMIT, () -> !running("writer").containsAll(before));
        long begin = System.nanoTime();
        waitForReplacement("writer", before);
        return begin;
    }

    private void waitForReplacement(String stage, Set<String> before) {
        Patience.until(
                () -> "a new " + stage + " runs; " + Diagnosis.of(space),
                LIMIT,
                () -> running(stage).stream().anyMatch(id -> !before.contains(id)));
    }

    private Set<String> running(String stage) {
        List<Pod> own = space.pods(stage);
        Set<String> ids = new HashSet<>();
        for (Pod pod : own.isEmpty() ? space.pods("writer") : own) {
            ids.addAll(Node.containerIds(pod, stage));
        }
        return ids;
    }

    private long killSystem(Map<String, String> labels, int count) {
        List<Pod> pods = cluster.pods(Cluster.SYSTEM, labels);
        for (Pod pod : pods.subList(0, Math.min(count, pods.size()))) {
            Node.kill(cluster, pod, null);
        }
        Patience.until(
                "the kill is seen: " + labels,
                LIMIT,
                () -> !cluster.pods(Cluster.SYSTEM, labels).equals(pods));
        cluster.waitForSystem();
        return System.nanoTime();
    }

    private long killOperator() {
        long begin = System.nanoTime();
        killSystem(Cluster.OPERATOR, 1);
        return begin;
    }

    private long nodeLost() {
        Pod pod = pod("writer");
        String uid = pod.getMetadata().getUid();
        Set<String> before = running("writer");
        long begin = System.nanoTime();
        try (Node.Undo agentBack = Node.loseAgent()) {
            cluster.client().pods().resource(pod).delete();
            Patience.until(() -> "the lost pod is given up; " + Diagnosis.of(space), LIMIT, () -> {
                Pod now = cluster.client().pods().resource(pod).get();
                return now == null || !uid.equals(now.getMetadata().getUid());
            });
        }
        waitForReplacement("writer", before);
        return begin;
    }

    private long cut(List<String> one, List<String> other) {
        try (Node.Undo healed = Node.cut(one, other)) {
            long begin = System.nanoTime();
            Patience.until("the cut has lasted", CUT.plusSeconds(5), () -> System.nanoTime() - begin > CUT.toNanos());
        }
        return System.nanoTime();
    }

    /// The same pod under another name, owned by nobody: what a split brain looks like.
    private long twin() {
        Pod original = pod("writer");
        Pod twin = new PodBuilder()
                .withNewMetadata()
                .withName(original.getMetadata().getName() + "-twin")
                .withNamespace(space.name())
                .withAnnotations(original.getMetadata().getAnnotations())
                .addToLabels("datacook.dev/twin", "true")
                .addToLabels("app.kubernetes.io/managed-by", "datacook-operator")
                .endMetadata()
                .withSpec(original.getSpec())
                .editSpec()
                .withNodeName(null)
                .endSpec()
                .build();
        long begin = System.nanoTime();
        cluster.client().resource(twin).create();
        Patience.until(
                "the twin runs",
                LIMIT,
                () -> cluster.pods(space.name(), Map.of("datacook.dev/twin", "true")).stream()
                        .anyMatch(pod -> !Node.containerIds(pod, null).isEmpty() || ended(pod)));
        return begin;
    }

    private long evict() {
        Set<String> before = running("writer");
        long begin = System.nanoTime();
        cluster.client().pods().resource(pod("writer")).evict();
        waitForReplacement("writer", before);
        return begin;
    }

    private static boolean ended(@Nullable Pod pod) {
        return pod != null
                && Set.of("Failed", "Succeeded").contains(pod.getStatus().getPhase());
    }

    private static List<String> addresses(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getStatus().getPodIP()).toList();
    }
}
