package io.datacook.operator.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datacook.crds.ApiServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What `EndingNamespaceTest` plays, with the real controllers of Jobs and namespaces.
class WholeNamespaceTest {
    @Test
    void aWholeNamespaceGoesWhileALaneWaitsForItsReplacement() throws Exception {
        try (KubernetesClient admin = ApiServer.client()) {
            assumeTrue(
                    admin.serviceAccounts()
                                    .inNamespace("default")
                                    .withName("default")
                                    .get()
                            != null,
                    "needs a cluster with a kube-controller-manager");
            ProductionIdentityTest.installRoles(admin);
            Cluster cluster = new Cluster(admin, ApiServer.namespace(admin, "whole"));
            try (LocalOperator _ =
                    new LocalOperator(ApiServer.clientAs(ProductionIdentityTest.IDENTITY), cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", "deletionPolicy: Delete"));
                String name = cluster.firstRun("orders").getMetadata().getName();
                Pod pod = cluster.podOf(name + "-writer");
                cluster.status(pod, "Failed", "False");
                cluster.job(
                        name + "-writer",
                        job -> job != null
                                && job.getStatus() != null
                                && Integer.valueOf(1).equals(job.getStatus().getFailed()));

                admin.namespaces().withName(cluster.namespace()).delete();

                admin.namespaces()
                        .withName(cluster.namespace())
                        .waitUntilCondition(namespace -> namespace == null, 90, TimeUnit.SECONDS);
            }
        }
    }
}
