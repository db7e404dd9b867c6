package io.datacook.operator.desired;

import io.datacook.crds.RecipeRun;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;

/// How many pods of a stream may be evicted at a time: one, so that draining a node sets back one lane after the other
/// instead of all at once. A pod that does not work is never in the way of an eviction.
///
/// A run that ends has none: Kubernetes counts no Job's pods for one in per cent or by `maxUnavailable`, and a fixed
/// number would hold up the draining of nodes until the run's end. Its evictions cost an epoch and no attempt.
final class DisruptionBudgets {
    private DisruptionBudgets() {}

    static PodDisruptionBudget of(RecipeRun run) {
        String name = run.getMetadata().getName();
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.of(run.getSpec().recipeRef().name(), name))
                .withOwnerReferences(Owners.of(run))
                .endMetadata()
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(Map.of(Labels.RUN, name))
                .endSelector()
                .endSpec()
                .build();
    }
}
