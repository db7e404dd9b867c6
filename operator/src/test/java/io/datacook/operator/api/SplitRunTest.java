package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.Totals;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/// From a Recipe to its end, on a real API server.
class SplitRunTest {
    private static final String RECIPE = """
            apiVersion: datacook.dev/v1alpha1
            kind: Connection
            metadata: { name: shop }
            spec:
              type: postgres
              config: { host: db, database: shop, user: reader }
              secretKeys: { password: { name: shop-db, key: pw } }
            ---
            apiVersion: datacook.dev/v1alpha1
            kind: Recipe
            metadata: { name: load-orders }
            spec:
              source: { type: postgres, connId: shop, table: public.orders }
              destination: { type: parquet, path: s3://lake/orders }
            """;

    @Test
    void aRecipeBecomesThreeJobsSinkFirstAndSucceedsByWhatIsCommitted() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "split"));
            try (LocalOperator operator = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(RECIPE);
                RecipeRun run = cluster.firstRun("load-orders");
                String name = run.getMetadata().getName();

                Job writer = cluster.job(name + "-writer");
                assertThat(cluster.jobs(name)).hasSize(1);
                cluster.place(writer);
                Job transform = cluster.job(name + "-transform");
                cluster.place(transform);
                Job extractor = cluster.job(name + "-extractor");
                cluster.place(extractor);
                cluster.run(name, each -> Cluster.is(each, "Running", Status.TRUE, "PodsRunning"));

                ConfigMap frozen = client.configMaps()
                        .inNamespace(cluster.namespace())
                        .withName(name)
                        .get();
                assertThat(frozen.getData().get("connections.yaml"))
                        .contains("${file:/etc/datacook/secrets/shop/password}");
                operator.state().put(cluster.namespace(), name, succeeded());

                RecipeRun over = cluster.run(name, each -> Cluster.is(each, "Succeeded", Status.TRUE, "Completed"));
                assertThat(over.getStatus().totals().rowsWritten()).isEqualTo(42);
                Recipe ready =
                        cluster.recipe("load-orders", each -> Cluster.is(each, "Ready", Status.TRUE, "Completed"));
                assertThat(ready.getStatus().digest())
                        .isEqualTo(over.getStatus().digest());
                assertThat(ready.getStatus().lastRun().rowsWritten()).isEqualTo(42);
                assertThat(operator.healthy()).isTrue();
            }
        }
    }

    private static RunView succeeded() {
        return new RunView(
                RunView.Outcome.SUCCEEDED,
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:01:00Z",
                new Totals(42L, 42L, 0L, 1000L),
                1L,
                "2026-01-01T00:01:00Z",
                List.of(),
                null);
    }
}
