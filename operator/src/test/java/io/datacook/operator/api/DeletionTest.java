package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Recipe;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A deletion is never held up for long.
class DeletionTest {
    @Test
    void aRecipeThatKeepsItsCheckpointsHasNoFinalizer() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "retain"));
            try (LocalOperator operator = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", ""));
                Recipe recipe = cluster.recipe("orders", each -> each != null && each.getStatus() != null);
                assertThat(recipe.getMetadata().getFinalizers()).isEmpty();

                cluster.delete("orders");

                assertThat(operator.state().forgotten()).isEmpty();
            }
        }
    }

    @Test
    void aRecipeDeletedBeforeTheOperatorEverSawItIsGoneAtOnce() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "unseen"));
            cluster.apply(Texts.recipe("orders", "deletionPolicy: Delete"));

            cluster.delete("orders");
        }
    }

    @Test
    void aStateServiceThatIsDownHoldsADeletionUpForTheTimeoutOnly() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "down"));
            try (LocalOperator operator =
                    new LocalOperator(ApiServer.client(), cluster.namespace(), Duration.ofSeconds(1))) {
                operator.state().goDown();
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", "deletionPolicy: Delete"));
                cluster.recipe("orders", DeletionTest::hasFinalizer);

                cluster.delete("orders");

                cluster.events("CleanUpFailed");
            }
        }
    }

    @Test
    void aRecipeDeletedWhileTheOperatorIsDownIsGoneWhenItIsBack() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "away"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", "deletionPolicy: Delete"));
                cluster.recipe("orders", DeletionTest::hasFinalizer);
            }
            client.resources(Recipe.class)
                    .inNamespace(cluster.namespace())
                    .withName("orders")
                    .delete();
            assertThat(client.resources(Recipe.class)
                            .inNamespace(cluster.namespace())
                            .withName("orders")
                            .get())
                    .isNotNull();

            try (LocalOperator operator = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.recipe("orders", each -> each == null);
                assertThat(operator.state().forgotten()).containsExactly(cluster.namespace() + "/orders");
            }
        }
    }

    @Test
    void aPolicyThatChangesToRetainTakesTheFinalizerAway() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "policy"));
            try (LocalOperator _ = LocalOperator.asAdministrator(cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", "deletionPolicy: Delete"));
                cluster.recipe("orders", DeletionTest::hasFinalizer);

                cluster.apply(Texts.recipe("orders", "deletionPolicy: Retain"));

                client.resources(Recipe.class)
                        .inNamespace(cluster.namespace())
                        .withName("orders")
                        .waitUntilCondition(
                                each -> each.getMetadata().getFinalizers().isEmpty()
                                        && Cluster.is(each, "ReferencesResolved", Status.TRUE, "Resolved"),
                                30,
                                TimeUnit.SECONDS);
            }
        }
    }

    private static boolean hasFinalizer(@Nullable Recipe recipe) {
        return recipe != null && recipe.getMetadata().getFinalizers().contains("datacook.dev/state");
    }
}
