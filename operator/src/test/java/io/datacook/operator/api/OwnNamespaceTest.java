package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Recipe;
import io.datacook.operator.kube.OwnNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An operator lets go of the recipes of its own namespace when that ends, and only then.
class OwnNamespaceTest {
    private static final String OTHER = "example.com/other";

    @Test
    void takesItsOwnFinalizerAwayOnceTheNamespaceEnds() {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "home"));
            cluster.apply(Texts.recipe("orders", "deletionPolicy: Delete"));
            finalizers(cluster, List.of("datacook.dev/state", OTHER));

            OwnNamespace.letGo(client, cluster.namespace());
            assertThat(finalizers(cluster)).containsExactly("datacook.dev/state", OTHER);

            client.namespaces().withName(cluster.namespace()).delete();
            OwnNamespace.letGo(client, cluster.namespace());
            assertThat(finalizers(cluster)).containsExactly(OTHER);

            finalizers(cluster, List.of());
        }
    }

    private static List<String> finalizers(Cluster cluster) {
        return cluster.recipe("orders", each -> each != null).getMetadata().getFinalizers();
    }

    private static void finalizers(Cluster cluster, List<String> finalizers) {
        cluster.client()
                .resources(Recipe.class)
                .inNamespace(cluster.namespace())
                .withName("orders")
                .edit(recipe -> {
                    recipe.getMetadata().setFinalizers(finalizers);
                    return recipe;
                });
    }
}
