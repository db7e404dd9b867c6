package io.datacook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.deploy.Tools.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The Helm chart: what it renders, what it refuses, and that it installs what kustomize installs.
class ChartTest {
    private static final String CHART = Tools.DEPLOY.resolve("helm/datacook").toString();

    /// The oldest one that will do.
    private static final String KUBERNETES = "--kube-version=1.31.0";

    @Test
    void anOlderClusterIsRefused() {
        Ended ended = Tools.helm("template", "datacook", CHART, "--kube-version=1.30.9");

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.errors()).contains("1.31");
    }

    @Test
    void lintFindsNothing() {
        Ended ended = Tools.helm("lint", "--strict", CHART);

        assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
    }

    @Test
    void chartAndKustomizeInstallTheSame() {
        Map<String, JsonNode> chart = byName(template("--set=crds.keep=false"));
        Map<String, JsonNode> base = byName(Tools.kustomize("base"));
        base.remove("v1/Namespace datacook-system");

        assertThat(chart.keySet()).isEqualTo(base.keySet());
        assertThat(chart)
                .allSatisfy((name, object) -> assertThat(object).as(name).isEqualTo(base.get(name)));
    }

    @Test
    void metricsComeOnlyWhenAskedForAndAreTheSameAsKustomizes() {
        List<JsonNode> plain = template();
        List<JsonNode> watched =
                template("--set=metrics.rules=true,metrics.serviceMonitor=true,metrics.dashboard=true");
        Map<String, JsonNode> production = byName(Tools.kustomize("overlays/production"));

        assertThat(plain).noneMatch(ChartTest::isMetrics);
        assertThat(watched.stream().filter(ChartTest::isMetrics)).hasSize(4);
        assertThat(byName(watched.stream().filter(ChartTest::isMetrics).toList()))
                .allSatisfy(
                        (name, object) -> assertThat(object(production, name).get("spec"))
                                .as(name)
                                .isEqualTo(object.get("spec")));
    }

    @Test
    void runEventsAreConfiguredAsKustomizesComponentDoes() {
        Map<String, JsonNode> chart = byName(template("--set=crds.keep=false,stateService.events.enabled=true,"
                + "stateService.events.bootstrapServers=kafka.example.com:9093,"
                + "stateService.events.existingSecret=datacook-state-kafka"));
        Map<String, JsonNode> component = byName(Tools.kustomize("overlays/production-events"));
        String deployment = "apps/v1/Deployment datacook-state";
        JsonNode pod = object(chart, deployment).at("/spec/template/spec");
        JsonNode other = object(component, deployment).at("/spec/template/spec");

        assertThat(pod.at("/containers/0/env")).containsAll(other.at("/containers/0/env"));
        assertThat(pod.at("/volumes")).containsExactlyInAnyOrderElementsOf(other.at("/volumes"));
        assertThat(pod.at("/containers/0/volumeMounts"))
                .containsExactlyInAnyOrderElementsOf(other.at("/containers/0/volumeMounts"));
        String network = "networking.k8s.io/v1/NetworkPolicy datacook-state-kafka";
        assertThat(object(chart, network)).isEqualTo(object(component, network));
        assertThat(PodRules.breaches(pod)).isEmpty();
        assertThat(PodRules.breaches(other)).isEmpty();
    }

    @Test
    void runEventsNeedAnAddress() {
        Ended ended = Tools.helm("template", "datacook", CHART, KUBERNETES, "--set=stateService.events.enabled=true");

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.errors()).contains("stateService.events.bootstrapServers");
    }

    @Test
    void definitionsAreKeptUnlessToldOtherwise() {
        assertThat(definitions(template()))
                .isNotEmpty()
                .allMatch(definition -> definition
                        .at("/metadata/annotations")
                        .path("helm.sh/resource-policy")
                        .asText()
                        .equals("keep"));
        assertThat(definitions(template("--set=crds.keep=false")))
                .isNotEmpty()
                .noneMatch(definition -> definition.at("/metadata/annotations").has("helm.sh/resource-policy"));
        assertThat(definitions(template("--set=crds.install=false"))).isEmpty();
    }

    @Test
    void everyPodTakesPlacementAndPullSecrets() {
        List<JsonNode> pods = template(
                        "--set=images.pullSecrets={registry}",
                        "--set=operator.nodeSelector.pool=system,stateService.nodeSelector.pool=system",
                        "--set=operator.tolerations[0].key=system,stateService.tolerations[0].key=system",
                        "--set=operator.priorityClassName=high,stateService.priorityClassName=high")
                .stream()
                .flatMap(PodRules::pods)
                .toList();

        assertThat(pods).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
            assertThat(pod.at("/nodeSelector/pool").asText()).isEqualTo("system");
            assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("system");
            assertThat(pod.at("/priorityClassName").asText()).isEqualTo("high");
            assertThat(PodRules.breaches(pod)).isEmpty();
        });
    }

    @Test
    void aReleaseInAnotherNamespaceNamesItEverywhere() {
        Ended ended = Tools.helm("template", "datacook", CHART, KUBERNETES, "--namespace=loading");

        assertThat(ended.output()).contains("datacook-state.loading.svc").doesNotContain("datacook-system");
    }

    @ParameterizedTest
    @CsvSource({
        "operator.replcas=2, replcas",
        "operator.replicas=0, replicas",
        "images.pullPolicy=Sometimes, pullPolicy",
        "operator.watchNamespaces={Sales}, watchNamespaces",
        "stateService.database.existingSecret=, existingSecret"
    })
    void aWrongValueIsRefusedByItsName(String setting, String named) {
        Ended ended = Tools.helm("template", "datacook", CHART, KUBERNETES, "--set=" + setting);

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.errors()).contains(named);
    }

    private static List<JsonNode> template(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("template", "datacook", CHART, KUBERNETES, "--namespace=datacook-system"));
        all.addAll(List.of(arguments));
        Ended ended = Tools.helm(all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        return Tools.objects(ended.output());
    }

    private static boolean isMetrics(JsonNode object) {
        return object.path("apiVersion").asText().startsWith("monitoring.coreos.com/")
                || object.path("kind").asText().equals("ConfigMap");
    }

    private static List<JsonNode> definitions(List<JsonNode> objects) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals("CustomResourceDefinition"))
                .toList();
    }

    private static JsonNode object(Map<String, JsonNode> objects, String name) {
        return Objects.requireNonNull(objects.get(name), name);
    }

    /// Objects by name, without the namespace, which Helm leaves to the release.
    private static Map<String, JsonNode> byName(List<JsonNode> objects) {
        Map<String, JsonNode> named = new TreeMap<>();
        for (JsonNode object : objects) {
            ((ObjectNode) object.path("metadata")).remove("namespace");
            named.put(Tools.key(object), object);
        }
        return named;
    }
}
