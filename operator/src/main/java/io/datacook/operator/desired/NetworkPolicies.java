package io.datacook.operator.desired;

import io.datacook.crds.RecipeRun;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who may connect to a run's pods: each other, and whoever reads their metrics.
///
/// Where they may connect to is left open: only the user knows where sources and destinations are.
final class NetworkPolicies {
    private NetworkPolicies() {}

    static NetworkPolicy of(Settings settings, RecipeRun run) {
        String name = run.getMetadata().getName();
        Map<String, String> pods = Map.of(Labels.RUN, name);
        List<NetworkPolicyIngressRule> rules = new ArrayList<>();
        rules.add(new NetworkPolicyIngressRuleBuilder()
                .addNewFrom()
                .withNewPodSelector()
                .withMatchLabels(pods)
                .endPodSelector()
                .endFrom()
                .addNewPort()
                .withProtocol("TCP")
                .withNewPort(StagePods.PORT)
                .endPort()
                .build());
        if (settings.metricsNamespace() != null) {
            rules.add(new NetworkPolicyIngressRuleBuilder()
                    .addNewFrom()
                    .withNewNamespaceSelector()
                    .addToMatchLabels("kubernetes.io/metadata.name", settings.metricsNamespace())
                    .endNamespaceSelector()
                    .endFrom()
                    .addNewPort()
                    .withProtocol("TCP")
                    .withNewPort(StagePods.PORT)
                    .withEndPort(StagePods.PORT + 2)
                    .endPort()
                    .build());
        }
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.of(run.getSpec().recipeRef().name(), name))
                .withOwnerReferences(Owners.of(run))
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(pods)
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .withIngress(rules)
                .endSpec()
                .build();
    }
}
