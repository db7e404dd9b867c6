package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What others write stays: specs, labels, annotations, fields of the objects that the operator applies.
class ForeignFieldsTest {
    @Test
    void theOperatorNeverWritesASpecAndKeepsWhatOthersAdded() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "foreign"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("streams", "mode: Streaming"));
                RecipeRun run = cluster.firstRun("streams");
                String set = run.getMetadata().getName() + "-w";
                set(cluster, set).waitUntilCondition(each -> each != null, 30, TimeUnit.SECONDS);
                set(cluster, set).edit(each -> {
                    each.getMetadata().getLabels().put("cost-centre", "42");
                    each.getSpec().setMinReadySeconds(7);
                    return each;
                });

                // A change that has the operator apply everything again.
                cluster.apply(Texts.recipe("streams", "mode: Streaming\nsuspend: true"));
                StatefulSet changed = set(cluster, set)
                        .waitUntilCondition(each -> each.getSpec().getReplicas() == 0, 60, TimeUnit.SECONDS);

                assertThat(changed.getMetadata().getLabels()).containsEntry("cost-centre", "42");
                assertThat(changed.getSpec().getMinReadySeconds()).isEqualTo(7);
                Recipe recipe =
                        cluster.recipe("streams", each -> Cluster.is(each, "Suspended", Status.TRUE, "Suspended"));
                assertThat(recipe.getMetadata().getManagedFields())
                        .filteredOn(entry -> entry.getManager().equals("datacook-operator"))
                        .isNotEmpty()
                        .allMatch(entry -> "status".equals(entry.getSubresource()));
            }
        }
    }

    private static RollableScalableResource<StatefulSet> set(Cluster cluster, String name) {
        return cluster.client()
                .apps()
                .statefulSets()
                .inNamespace(cluster.namespace())
                .withName(name);
    }
}
