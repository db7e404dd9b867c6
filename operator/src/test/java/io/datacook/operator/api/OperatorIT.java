package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged operator as processes of its own: start, health, metrics, and a leader that is killed.
class OperatorIT {
    @TempDir
    Path folder;

    @Test
    void anotherOperatorTakesOverWhenTheLeaderIsKilled() throws Exception {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "leader"));
            try (OperatorProcess first = OperatorProcess.start(folder, "first", cluster.namespace())) {
                String leader = holder(cluster, null);
                try (OperatorProcess second = OperatorProcess.start(folder, "second", cluster.namespace())) {
                    cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("one", "suspend: true"));
                    cluster.recipe("one", each -> Cluster.is(each, "Ready", Status.TRUE, "Suspended"));
                    assertThat(first.get("/q/health/live")).contains("\"UP\"");
                    assertThat(first.get("/q/health/ready")).contains("\"UP\"");
                    assertThat(first.get("/q/metrics"))
                            .contains("datacook_recipe_suspended{namespace=\"" + cluster.namespace()
                                    + "\",recipe=\"one\"} 1.0")
                            .contains("reconciliations_execution_duration_seconds", "reconciliations_queue");

                    first.close();

                    assertThat(holder(cluster, leader)).isNotEqualTo(leader);
                    cluster.apply(Texts.recipe("two", "suspend: true"));
                    cluster.recipe("two", each -> Cluster.is(each, "Ready", Status.TRUE, "Suspended"));
                }
            }
        }
    }

    @Test
    void anOperatorWhoseOwnNamespaceEndsLetsGoOfTheRecipesInThere() throws Exception {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "own"));
            try (OperatorProcess operator = OperatorProcess.start(folder, "own", cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("kept", "suspend: true\ndeletionPolicy: Delete"));
                cluster.recipe("kept", each -> Cluster.is(each, "Ready", Status.TRUE, "Suspended"));
                cluster.recipe(
                        "kept",
                        each -> each != null
                                && !each.getMetadata().getFinalizers().isEmpty());
                client.namespaces().withName(cluster.namespace()).delete();

                // Not through the process' own method, which would close its output first.
                operator.process().toHandle().destroy();
                assertThat(operator.process().waitFor(60, TimeUnit.SECONDS)).isTrue();

                cluster.recipe(
                        "kept",
                        each -> each == null
                                || each.getMetadata().getFinalizers().isEmpty());
            }
        }
    }

    private String holder(Cluster cluster, @Nullable String other) {
        Lease lease = cluster.client()
                .leases()
                .inNamespace(cluster.namespace())
                .withName("datacook-operator")
                .waitUntilCondition(
                        each -> each != null
                                && each.getSpec().getHolderIdentity() != null
                                && !each.getSpec().getHolderIdentity().isEmpty()
                                && !Objects.equals(each.getSpec().getHolderIdentity(), other),
                        120,
                        TimeUnit.SECONDS);
        return lease.getSpec().getHolderIdentity();
    }
}
