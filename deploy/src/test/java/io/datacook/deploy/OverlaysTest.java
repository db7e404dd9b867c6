package io.datacook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kustomize folders as a cluster gets them.
class OverlaysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"base", "overlays/dev", "overlays/production", "overlays/production-events", "argocd/install"})
    void everyPodKeepsTheRestrictedProfileAndTheHouseRules(String folder) {
        List<JsonNode> objects = Tools.kustomize(folder);

        assertThat(objects.stream().flatMap(PodRules::pods)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(objects)
                .allSatisfy(object -> assertThat(PodRules.pods(object))
                        .allSatisfy(pod -> assertThat(PodRules.breaches(pod))
                                .as(Tools.key(object))
                                .isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base",
                "overlays/dev",
                "overlays/production",
                "overlays/production-events",
                "argocd/install",
                "argocd"
            })
    void noObjectComesTwice(String folder) {
        assertThat(Tools.kustomize(folder).stream().map(Tools::key)).doesNotHaveDuplicates();
    }

    @Test
    void aPodThatBreaksTheProfileIsCaught() {
        JsonNode careless = Tools.objects("""
                        hostNetwork: true
                        volumes: [{ name: host, hostPath: { path: / } }]
                        containers: [{ name: main, image: "busybox:latest", ports: [{ hostPort: 80 }] }]
                        """).getFirst();

        assertThat(PodRules.breaches(careless))
                .contains(
                        "hostNetwork is set",
                        "volume host is a hostPath",
                        "main: may escalate privileges",
                        "main: runAsNonRoot is not set",
                        "main: has no seccomp profile",
                        "main: keeps capabilities",
                        "main: takes a port of the host",
                        "main: may write to its root file system",
                        "main: names no version of busybox:latest");
    }

    @Test
    void productionBringsNoSecretAndNoServerOfItsOwn() {
        List<JsonNode> objects = Tools.kustomize("overlays/production");

        assertThat(objects).noneMatch(object -> object.path("kind").asText().equals("Secret"));
        assertThat(objects).noneMatch(object -> object.path("kind").asText().equals("StatefulSet"));
        assertThat(objects.stream()
                        .flatMap(PodRules::pods)
                        .map(pod -> pod.at("/containers/0/image").asText()))
                .allMatch(image -> image.startsWith("registry.example.com/"));
    }

    @Test
    void devIsCompleteInItself() {
        List<JsonNode> objects = Tools.kustomize("overlays/dev");
        List<String> secrets = objects.stream()
                .filter(object -> object.path("kind").asText().equals("Secret"))
                .map(object -> object.at("/metadata/name").asText())
                .toList();

        assertThat(objects.stream()
                        .flatMap(PodRules::pods)
                        .flatMap(pod -> pod.findValues("secretKeyRef").stream())
                        .map(reference -> reference.path("name").asText()))
                .isNotEmpty()
                .allMatch(secrets::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/production"})
    void everyServiceMeetsPodsAndEveryBindingAnAccount(String folder) {
        List<JsonNode> objects = Tools.kustomize(folder);
        List<String> pods = objects.stream()
                .map(object -> object.at("/spec/template/metadata/labels"))
                .map(labels -> labels.path("app.kubernetes.io/name").asText())
                .toList();
        List<String> accounts = named(objects, "ServiceAccount");

        assertThat(objects.stream()
                        .filter(object -> object.path("kind").asText().equals("Service"))
                        .map(service -> service.at("/spec/selector")
                                .path("app.kubernetes.io/name")
                                .asText()))
                .isNotEmpty()
                .allMatch(pods::contains);
        assertThat(objects.stream().flatMap(object -> object.path("subjects").findValuesAsText("name").stream()))
                .isNotEmpty()
                .allMatch(accounts::contains);
    }

    @Test
    void theStateServiceOutlivesANode() {
        Map<String, JsonNode> objects =
                Tools.kustomize("overlays/production").stream().collect(Collectors.toMap(Tools::key, object -> object));
        JsonNode deployment = Objects.requireNonNull(objects.get("apps/v1/Deployment datacook-state"));
        JsonNode budget = Objects.requireNonNull(objects.get("policy/v1/PodDisruptionBudget datacook-state"));

        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(budget.at("/spec/minAvailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/spec/selector/matchLabels")).isEqualTo(deployment.at("/spec/selector/matchLabels"));
    }

    private static List<String> named(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .map(object -> object.at("/metadata/name").asText())
                .toList();
    }
}
