package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.RecipeRun;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A namespace is never held up by what the operator made, whatever state that is in.
///
/// Kubernetes ends pods first and leaves all else until they are gone, but a Job keeps a failed pod until there is its
/// replacement, which nobody may make in a namespace that ends.
class EndingNamespaceTest {
    private static final String TRACKING = "batch.kubernetes.io/job-tracking";

    @Test
    void theJobsOfARunGoWhenItsPodsWereToldToGoWithTheirNamespace() throws Exception {
        try (KubernetesClient admin = ApiServer.client()) {
            ProductionIdentityTest.installRoles(admin);
            Cluster cluster = new Cluster(admin, ApiServer.namespace(admin, "ending"));
            try (LocalOperator _ = production(cluster)) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", "deletionPolicy: Delete"));
                String name = cluster.firstRun("orders").getMetadata().getName();
                Pod failed = failed(cluster, cluster.job(name + "-writer"));

                end(cluster, failed);

                gone(cluster, name + "-writer");
                release(cluster, failed);
                // The recipe's own finalizer goes too, as soon as the namespace's end gets that far.
                cluster.delete("orders");
            }
        }
    }

    @Test
    void soDoThoseOfRunsThatAreOverOrPaused() throws Exception {
        try (KubernetesClient admin = ApiServer.client()) {
            ProductionIdentityTest.installRoles(admin);
            Cluster cluster = new Cluster(admin, ApiServer.namespace(admin, "quiet"));
            try (LocalOperator operator = production(cluster)) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("over", "") + "---\n" + Texts.recipe("paused", ""));
                String over = cluster.firstRun("over").getMetadata().getName();
                String paused = cluster.firstRun("paused").getMetadata().getName();
                Pod one = failed(cluster, cluster.job(over + "-writer"));
                Pod two = failed(cluster, cluster.job(paused + "-writer"));
                operator.state().put(cluster.namespace(), over, RUN_SUCCEEDED);
                cluster.run(over, each -> Cluster.is(each, "Succeeded", Status.TRUE, "Completed"));
                admin.resources(RecipeRun.class)
                        .inNamespace(cluster.namespace())
                        .withName(paused)
                        .edit(run -> {
                            run.getMetadata().setAnnotations(Map.of("datacook.dev/pause", "true"));
                            return run;
                        });

                end(cluster, one, two);

                gone(cluster, over + "-writer");
                gone(cluster, paused + "-writer");
                release(cluster, one);
                release(cluster, two);
            }
        }
    }

    @Test
    void aPodThatIsEvictedDoesNotCostItsJob() throws Exception {
        try (KubernetesClient admin = ApiServer.client()) {
            ProductionIdentityTest.installRoles(admin);
            Cluster cluster = new Cluster(admin, ApiServer.namespace(admin, "evicted"));
            try (LocalOperator _ = production(cluster)) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", ""));
                String name = cluster.firstRun("orders").getMetadata().getName();
                Pod failed = failed(cluster, cluster.job(name + "-writer"));

                admin.resource(failed).delete();

                cluster.run(
                        name,
                        each -> each != null
                                && each.getStatus() != null
                                && Integer.valueOf(1).equals(each.getStatus().restarts()));
                assertThat(cluster.job(name + "-writer").getMetadata().getDeletionTimestamp())
                        .isNull();
                release(cluster, failed);
            }
        }
    }

    private static final RunView RUN_SUCCEEDED =
            new RunView(RunView.Outcome.SUCCEEDED, null, null, null, null, null, List.of(), null);

    private static LocalOperator production(Cluster cluster) {
        return new LocalOperator(ApiServer.clientAs(ProductionIdentityTest.IDENTITY), cluster.namespace());
    }

    /// A pod that failed and that its Job keeps.
    private static Pod failed(Cluster cluster, Job job) {
        Pod pod = cluster.place(job);
        Pod kept = cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod.getMetadata().getName())
                .edit(each -> {
                    each.getMetadata().setFinalizers(List.of(TRACKING));
                    return each;
                });
        return cluster.status(kept, "Failed", "False");
    }

    /// What the namespace controller does first.
    private static void end(Cluster cluster, Pod... pods) {
        cluster.client().namespaces().withName(cluster.namespace()).delete();
        Namespace ending =
                cluster.client().namespaces().withName(cluster.namespace()).get();
        assertThat(ending.getMetadata().getDeletionTimestamp()).isNotNull();
        for (Pod pod : pods) {
            cluster.client().resource(pod).delete();
        }
    }

    private static void gone(Cluster cluster, String job) {
        cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace())
                .withName(job)
                .waitUntilCondition(each -> each == null, 60, TimeUnit.SECONDS);
    }

    /// What the Job controller does for pods whose Job is gone.
    private static void release(Cluster cluster, Pod pod) {
        cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod.getMetadata().getName())
                .edit(each -> {
                    each.getMetadata().setFinalizers(List.of());
                    return each;
                });
    }
}
