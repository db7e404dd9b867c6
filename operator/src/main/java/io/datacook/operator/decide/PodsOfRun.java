package io.datacook.operator.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datacook.api.PodExit;
import io.datacook.crds.RecipeRunStatus.RunError;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.desired.Stage;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the pods of a run tell.
final class PodsOfRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> UNCOUNTED = Set.of(PodExit.DRAINED.number(), PodExit.SUPERSEDED.number());

    private final List<Pod> pods;

    PodsOfRun(List<Pod> pods) {
        this.pods = pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    private Stream<Pod> of(Stage stage) {
        return pods.stream().filter(pod -> stage.word().equals(label(pod, Labels.STAGE)));
    }

    private static @Nullable String label(Pod pod, String key) {
        return pod.getMetadata().getLabels() == null
                ? null
                : pod.getMetadata().getLabels().get(key);
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    private static boolean is(Pod pod, String type) {
        return condition(pod, type) instanceof PodCondition condition && "True".equals(condition.getStatus());
    }

    private static @Nullable PodCondition condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? null
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst()
                        .orElse(null);
    }

    /// How many pods of a stage have a place on a node, or had.
    long placed(Stage stage) {
        return of(stage)
                .filter(pod -> is(pod, "PodScheduled") || !phase(pod).equals("Pending"))
                .count();
    }

    /// How many pods of a stage run or are done.
    long begun(Stage stage) {
        return of(stage)
                .filter(pod -> List.of("Running", "Succeeded").contains(phase(pod)))
                .count();
    }

    /// How many pods of a stage are ready.
    long ready(Stage stage) {
        return of(stage).filter(pod -> is(pod, "Ready")).count();
    }

    /// Whether any pod may still work.
    boolean working() {
        return pods.stream().anyMatch(PodsOfRun::works);
    }

    /// Whether any pod of a stage may still work.
    boolean working(Stage stage) {
        return of(stage).anyMatch(PodsOfRun::works);
    }

    private static boolean works(Pod pod) {
        return !List.of("Succeeded", "Failed").contains(phase(pod));
    }

    /// Pods that failed in a way that counts, and restarts of containers.
    int restarts() {
        long failed = pods.stream().filter(PodsOfRun::failed).count();
        long restarted = pods.stream()
                .flatMap(pod -> statuses(pod).stream())
                .mapToLong(status -> Objects.requireNonNullElse(status.getRestartCount(), 0))
                .sum();
        return (int) Math.min(failed + restarted, Integer.MAX_VALUE);
    }

    private static boolean failed(Pod pod) {
        if (!phase(pod).equals("Failed") || is(pod, "DisruptionTarget")) {
            return false;
        }
        return statuses(pod).stream()
                .map(status -> terminated(status.getState()))
                .filter(Objects::nonNull)
                .noneMatch(end -> UNCOUNTED.contains(end.getExitCode()));
    }

    private static List<ContainerStatus> statuses(Pod pod) {
        List<ContainerStatus> all = new ArrayList<>();
        if (pod.getStatus() != null) {
            all.addAll(pod.getStatus().getContainerStatuses());
            all.addAll(pod.getStatus().getInitContainerStatuses());
        }
        return all;
    }

    private static @Nullable ContainerStateTerminated terminated(@Nullable ContainerState state) {
        return state == null ? null : state.getTerminated();
    }

    /// Pods whose node does not answer: told to go, and still there long after their grace period.
    List<Pod> lost(Duration patience, Instant now) {
        return pods.stream()
                .filter(pod -> {
                    Instant gone = leaving(pod);
                    return gone != null && now.isAfter(gone.plus(patience));
                })
                .toList();
    }

    /// When a pod should be gone whose node was told to end it, or `null`. One that nobody waits for any more, its
    /// grace being 0, is kept by a finalizer: force would not help.
    private static @Nullable Instant leaving(Pod pod) {
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return grace != null && grace == 0
                ? null
                : Times.parse(pod.getMetadata().getDeletionTimestamp());
    }

    /// When the next pod that was told to go counts as lost, or `null`.
    @Nullable
    Instant lostNext(Duration patience, Instant now) {
        return pods.stream()
                .map(PodsOfRun::leaving)
                .filter(Objects::nonNull)
                .map(gone -> gone.plus(patience).plusSeconds(1))
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /// The last words of the pod that failed last, or `null`.
    @Nullable
    RunError lastWords() {
        return pods.stream()
                .filter(PodsOfRun::failed)
                .flatMap(pod -> statuses(pod).stream())
                .map(status -> terminated(status.getState()))
                .filter(Objects::nonNull)
                .filter(end -> end.getExitCode() != 0)
                .max(Comparator.comparing(end -> Objects.requireNonNullElse(end.getFinishedAt(), "")))
                .map(PodsOfRun::words)
                .orElse(null);
    }

    /// One line of JSON as the contract has it; anything else, such as the kernel's, by exit code only: nobody knows
    /// what stands in it.
    private static RunError words(ContainerStateTerminated end) {
        String message = end.getMessage();
        if (message != null && message.startsWith("{")) {
            try {
                JsonNode node = JSON.readTree(message);
                return new RunError(text(node, "code"), text(node, "kind"), text(node, "message"), text(node, "place"));
            } catch (JsonProcessingException e) {
                // Cut off in the middle: the exit code says enough.
            }
        }
        String kind = "OOMKilled".equals(end.getReason())
                ? "RESOURCES"
                : end.getExitCode() >= 64 && end.getExitCode() <= 78 ? "USER" : "EXTERNAL";
        String text = "OOMKilled".equals(end.getReason())
                ? "the container ran out of memory; raise its limit or lower runtime.memory"
                : "the container ended with exit code %d".formatted(end.getExitCode());
        return new RunError(null, kind, text, null);
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.path(key).isTextual() ? node.path(key).asText() : null;
    }

    /// Why pods do not start, for people; or `null` if none says so.
    @Nullable
    String obstacle() {
        for (Pod pod : pods) {
            if (!phase(pod).equals("Pending")) {
                continue;
            }
            String name = pod.getMetadata().getName();
            if (condition(pod, "PodScheduled") instanceof PodCondition scheduled
                    && "False".equals(scheduled.getStatus())) {
                return "pod %s has no node: %s".formatted(name, scheduled.getMessage());
            }
            for (ContainerStatus status : statuses(pod)) {
                if (status.getState() != null && status.getState().getWaiting() != null) {
                    String reason = status.getState().getWaiting().getReason();
                    String more = status.getState().getWaiting().getMessage();
                    return "container %s of pod %s waits: %s%s"
                            .formatted(status.getName(), name, reason, more == null ? "" : ", " + more);
                }
            }
        }
        return null;
    }
}
