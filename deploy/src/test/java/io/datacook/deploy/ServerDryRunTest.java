package io.datacook.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real API server looks at everything we would apply, without applying it. It runs where
/// `DATACOOK_TEST_KUBECONFIG` names a cluster that tests may use; it makes and removes one namespace.
class ServerDryRunTest {
    private static final String SPACE = "datacook-dry-run";

    private static @Nullable KubernetesClient connected;

    @SuppressWarnings("NullAway.Init") // set before each test, or the test is skipped
    private KubernetesClient client;

    @BeforeEach
    void connect() {
        String kubeconfig = System.getenv("DATACOOK_TEST_KUBECONFIG");
        assumeTrue(kubeconfig != null, "skipped: DATACOOK_TEST_KUBECONFIG names no cluster that tests may use");
        if (connected == null) {
            connected = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(Tools.read(Path.of(String.valueOf(kubeconfig)))))
                    .build();
            Namespace namespace = new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(SPACE)
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build();
            connected.resource(namespace).serverSideApply();
        }
        client = connected;
    }

    @AfterAll
    static void leaveNothing() {
        if (connected != null) {
            connected.namespaces().withName(SPACE).delete();
            connected.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production", "argocd/install"})
    void theServerTakesEveryObject(String folder) {
        List<String> refused = new ArrayList<>();
        int taken = 0;
        for (JsonNode object : Tools.kustomize(folder)) {
            if (object.path("apiVersion").asText().startsWith("monitoring.coreos.com/")) {
                continue; // of another product, which this cluster need not have
            }
            try {
                client.resource(here(object)).dryRun().serverSideApply();
                taken++;
            } catch (KubernetesClientException refusal) {
                refused.add(Tools.key(object) + ": " + refusal.getMessage());
            }
        }

        assertThat(refused).isEmpty();
        assertThat(taken).isGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void everyPodIsAdmittedToARestrictedNamespace(String folder) {
        List<String> refused = new ArrayList<>();
        for (JsonNode object : Tools.kustomize(folder)) {
            JsonNode template = object.at("/spec/template");
            if (template.isObject()) {
                try {
                    client.resource(pod(object, template)).dryRun().create();
                } catch (KubernetesClientException refusal) {
                    refused.add(Tools.key(object) + ": " + refusal.getMessage());
                }
            }
        }

        assertThat(refused).isEmpty();
    }

    private static HasMetadata here(JsonNode object) {
        HasMetadata resource = Serialization.unmarshal(object.toString(), GenericKubernetesResource.class);
        if (resource.getMetadata().getNamespace() != null) {
            resource.getMetadata().setNamespace(SPACE);
        }
        return resource;
    }

    private static Pod pod(JsonNode object, JsonNode template) {
        PodTemplateSpec spec = Serialization.unmarshal(template.toString(), PodTemplateSpec.class);
        spec.getSpec().setServiceAccountName(null); // not made by a dry run
        spec.getSpec().setPriorityClassName(null); // reserved for kube-system by some clusters
        for (JsonNode claim : object.at("/spec/volumeClaimTemplates")) {
            spec.getSpec()
                    .getVolumes()
                    .add(new VolumeBuilder()
                            .withName(claim.at("/metadata/name").asText())
                            .withNewEmptyDir()
                            .endEmptyDir()
                            .build());
        }
        return new PodBuilder()
                .withNewMetadata()
                .withName(object.at("/metadata/name").asText())
                .withNamespace(SPACE)
                .endMetadata()
                .withSpec(spec.getSpec())
                .build();
    }
}
