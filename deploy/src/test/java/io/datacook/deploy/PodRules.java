package io.datacook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What every pod that we make must keep: Kubernetes' Pod Security Standard "restricted", and house rules beyond it.
final class PodRules {
    private static final Set<String> VOLUMES = Set.of(
            "name",
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

    private PodRules() {}

    /// The pod specs in an object: its own, or its template's.
    static Stream<JsonNode> pods(JsonNode object) {
        return Stream.of("/spec/template/spec", "/spec/jobTemplate/spec/template/spec")
                .map(object::at)
                .filter(JsonNode::isObject);
    }

    /// All breaches of a pod spec, none for a good one.
    static List<String> breaches(JsonNode pod) {
        List<String> breaches = new ArrayList<>();
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (pod.path(shared).asBoolean()) {
                breaches.add(shared + " is set");
            }
        }
        for (JsonNode volume : pod.path("volumes")) {
            volume.fieldNames().forEachRemaining(field -> {
                if (!VOLUMES.contains(field)) {
                    breaches.add("volume " + volume.path("name").asText() + " is a " + field);
                }
            });
        }
        if (!pod.has("automountServiceAccountToken")) {
            breaches.add("automountServiceAccountToken is left open");
        }
        containers(pod).forEach(container -> container(pod, container, breaches));
        return breaches;
    }

    private static void container(JsonNode pod, JsonNode container, List<String> breaches) {
        String name = container.path("name").asText() + ": ";
        JsonNode own = container.path("securityContext");
        JsonNode shared = pod.path("securityContext");
        if (own.path("privileged").asBoolean()) {
            breaches.add(name + "privileged");
        }
        if (own.path("allowPrivilegeEscalation").asBoolean(true)) {
            breaches.add(name + "may escalate privileges");
        }
        if (!own.path("runAsNonRoot").asBoolean(shared.path("runAsNonRoot").asBoolean())) {
            breaches.add(name + "runAsNonRoot is not set");
        }
        if (own.path("runAsUser").asInt(shared.path("runAsUser").asInt(0)) == 0) {
            breaches.add(name + "runs as root, or as whom the image says");
        }
        if (!SECCOMP.contains(own.at("/seccompProfile/type")
                .asText(shared.at("/seccompProfile/type").asText()))) {
            breaches.add(name + "has no seccomp profile");
        }
        if (!texts(own.at("/capabilities/drop")).contains("ALL")) {
            breaches.add(name + "keeps capabilities");
        }
        if (!Set.of("NET_BIND_SERVICE").containsAll(texts(own.at("/capabilities/add")))) {
            breaches.add(name + "adds capabilities");
        }
        for (JsonNode port : container.path("ports")) {
            if (port.path("hostPort").asInt() != 0) {
                breaches.add(name + "takes a port of the host");
            }
        }
        house(name, container, breaches);
    }

    private static void house(String name, JsonNode container, List<String> breaches) {
        if (!container.at("/securityContext/readOnlyRootFilesystem").asBoolean()) {
            breaches.add(name + "may write to its root file system");
        }
        for (String bound :
                List.of("/resources/requests/cpu", "/resources/requests/memory", "/resources/limits/memory")) {
            if (container.at(bound).isMissingNode()) {
                breaches.add(name + bound + " is missing");
            }
        }
        if (container.path("image").asText().endsWith(":latest")
                || !container.path("image").asText().contains(":")) {
            breaches.add(name + "names no version of " + container.path("image").asText());
        }
    }

    private static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.of("initContainers", "containers").flatMap(list -> stream(pod.path(list)));
    }

    private static List<String> texts(JsonNode list) {
        return stream(list).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        Iterable<JsonNode> elements =
                () -> list.isArray() ? list.elements() : List.<JsonNode>of().iterator();
        return StreamSupport.stream(elements.spliterator(), false);
    }
}
