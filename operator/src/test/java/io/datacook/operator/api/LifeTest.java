package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus.RunError;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.Gauge;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Suspension, failures, references that come late, runs made by hand, pauses.
class LifeTest {
    @Test
    void suspensionSuspendsTheJobsAndResumptionGoesOnWithTheSameRun() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "suspend"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", ""));
                String name = cluster.firstRun("orders").getMetadata().getName();
                cluster.job(name + "-writer");

                cluster.apply(Texts.recipe("orders", "suspend: true"));
                cluster.job(name + "-writer", LifeTest::suspended);
                cluster.recipe("orders", each -> Cluster.is(each, "Suspended", Status.TRUE, "Suspended"));

                cluster.apply(Texts.recipe("orders", "suspend: false"));
                cluster.job(name + "-writer", job -> job != null && !suspended(job));
                cluster.recipe("orders", each -> Cluster.is(each, "Suspended", Status.FALSE, "NotSuspended"));
                assertThat(client.resources(RecipeRun.class)
                                .inNamespace(cluster.namespace())
                                .list()
                                .getItems())
                        .hasSize(1);
            }
        }
    }

    private static boolean suspended(@Nullable Job job) {
        return job != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    @Test
    void whatOnlyTheUserCanMendStallsTheRecipe() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "stalls"));
            try (LocalOperator operator = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", ""));
                String name = cluster.firstRun("orders").getMetadata().getName();
                RunError error = new RunError("DC204", "USER", "password refused", null);
                operator.state()
                        .put(
                                cluster.namespace(),
                                name,
                                new RunView(RunView.Outcome.FAILED, null, null, null, null, null, List.of(), error));

                Recipe stalled =
                        cluster.recipe("orders", each -> Cluster.is(each, "Stalled", Status.TRUE, "UserError"));

                assertThat(stalled.getStatus().lastRun().result()).isEqualTo("Failed");
                Gauge gauge = operator.registry()
                        .get("datacook.recipe.stalled")
                        .tag("recipe", "orders")
                        .gauge();
                assertThat(gauge.value()).isEqualTo(1);
            }
        }
    }

    @Test
    void aConnectionAndAParentThatComeLateAreFound() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "late"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply("""
                        apiVersion: datacook.dev/v1alpha1
                        kind: Recipe
                        metadata: { name: orders }
                        spec: { extends: [base], source: { table: orders }, destination: { type: csv, path: out.csv } }
                        """);
                cluster.recipe(
                        "orders", each -> Cluster.is(each, "ReferencesResolved", Status.FALSE, "ParentNotFound"));

                cluster.apply("""
                        apiVersion: datacook.dev/v1alpha1
                        kind: Recipe
                        metadata: { name: base }
                        spec: { abstract: true, source: { type: postgres, connId: shop } }
                        """);
                cluster.recipe(
                        "orders", each -> Cluster.is(each, "ReferencesResolved", Status.FALSE, "ConnectionNotFound"));
                cluster.recipe("base", each -> Cluster.is(each, "Ready", Status.TRUE, "Abstract"));

                cluster.apply(Texts.SHOP);
                cluster.recipe("orders", each -> Cluster.is(each, "ReferencesResolved", Status.TRUE, "Resolved"));
                cluster.firstRun("orders");
            }
        }
    }

    @Test
    void aRunMadeByHandIsRunAndOneOfNoRecipeSaysSo() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "hand"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                String rarely = "schedule: { cron: [\"0 0 29 2 *\"] }";
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", rarely));
                cluster.apply("""
                        apiVersion: datacook.dev/v1alpha1
                        kind: RecipeRun
                        metadata: { name: last-year }
                        spec:
                          recipeRef: { name: orders }
                          reason: Backfill
                          window: { from: "2025-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }
                        ---
                        apiVersion: datacook.dev/v1alpha1
                        kind: RecipeRun
                        metadata: { name: of-nothing }
                        spec: { recipeRef: { name: nothing } }
                        """);

                cluster.run("of-nothing", each -> Cluster.is(each, "Succeeded", Status.FALSE, "RecipeNotFound"));
                Job writer = cluster.job("last-year-writer");

                assertThat(writer.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getEnv())
                        .anyMatch(variable -> variable.getName().equals("DATACOOK_WINDOW_FROM")
                                && "2025-01-01T00:00:00Z".equals(variable.getValue()));
                cluster.recipe(
                        "orders",
                        each -> each != null
                                && each.getStatus() != null
                                && each.getStatus().active().stream()
                                        .anyMatch(run -> run.name().equals("last-year")));
            }
        }
    }

    @Test
    void aRunIsStoppedByAnAnnotation() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "stop"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", ""));
                RecipeRun run = cluster.firstRun("orders");
                String name = run.getMetadata().getName();
                cluster.job(name + "-writer");

                client.resources(RecipeRun.class)
                        .inNamespace(cluster.namespace())
                        .withName(name)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"annotations\":{\"datacook.dev/stop\":\"drain\"}}}");

                cluster.run(name, each -> Cluster.is(each, "Succeeded", Status.FALSE, "Stopped"));
                cluster.job(name + "-writer", LifeTest::suspended);
                cluster.recipe("orders", each -> Cluster.is(each, "Stalled", Status.TRUE, "Stopped"));
            }
        }
    }
}
