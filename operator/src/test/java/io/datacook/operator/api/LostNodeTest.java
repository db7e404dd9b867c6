package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.datacook.crds.ApiServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A pod whose node does not answer is given up the way Kubernetes' own pod garbage collector does it: only a pod in a
/// final phase, with the condition that says it was nobody's fault, lets its Job go on without counting an attempt.
class LostNodeTest {
    private static final String TRACKING = "batch.kubernetes.io/job-tracking";

    @Test
    void aPodOfALostNodeFailsAsADisruptionAndIsDeletedWithoutGrace() throws Exception {
        try (KubernetesClient admin = ApiServer.client()) {
            ProductionIdentityTest.installRoles(admin);
            Cluster cluster = new Cluster(admin, ApiServer.namespace(admin, "lost"));
            try (LocalOperator _ =
                    new LocalOperator(ApiServer.clientAs(ProductionIdentityTest.IDENTITY), cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n"
                        + Texts.recipe(
                                "orders", "execution: { nodeLostTimeout: 1s, terminationGracePeriodSeconds: 1 }"));
                String name = cluster.firstRun("orders").getMetadata().getName();
                Pod pod = onALostNode(cluster, cluster.place(cluster.job(name + "-writer")));

                admin.resource(pod).delete();

                Pod given = admin.pods()
                        .inNamespace(cluster.namespace())
                        .withName(pod.getMetadata().getName())
                        .waitUntilCondition(
                                each -> each.getStatus().getPhase().equals("Failed")
                                        && Long.valueOf(0)
                                                .equals(each.getMetadata().getDeletionGracePeriodSeconds()),
                                60,
                                TimeUnit.SECONDS);
                assertThat(given.getStatus().getConditions())
                        .filteredOn(condition -> condition.getType().equals("DisruptionTarget"))
                        .extracting(PodCondition::getStatus, PodCondition::getReason)
                        .containsExactly(tuple("True", "NodeLost"));
                cluster.events("NodeLost");
                assertThat(cluster.run(name, each -> each != null && each.getStatus() != null)
                                .getStatus()
                                .restarts())
                        .isZero();
                admin.resource(given).edit(each -> {
                    each.getMetadata().getFinalizers().clear();
                    return each;
                });
            }
        }
    }

    /// The same pod on a node that nobody plays the kubelet of. A pod's node cannot be changed, so it is another pod.
    private static Pod onALostNode(Cluster cluster, Pod pod) {
        cluster.client().resource(pod).withGracePeriod(0).delete();
        Pod placed = cluster.client()
                .resource(new PodBuilder(pod)
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName() + "-again")
                        .withNamespace(cluster.namespace())
                        .withLabels(pod.getMetadata().getLabels())
                        .withFinalizers(TRACKING)
                        .endMetadata()
                        .withStatus(null)
                        .editSpec()
                        .withNodeName("lost")
                        .endSpec()
                        .build())
                .create();
        return cluster.status(placed, "Running", "True");
    }
}
