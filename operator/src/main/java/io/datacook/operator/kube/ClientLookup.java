package io.datacook.operator.kube;

import io.datacook.crds.Connection;
import io.datacook.crds.Recipe;
import io.datacook.operator.resolve.RecipeResolver;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/// Asks the API server itself, where a cache that lags would freeze the wrong thing into a run.
///
/// @param known a recipe that is known to be new enough, or `null`
record ClientLookup(
        KubernetesClient client, String namespace, @Nullable Recipe known) implements RecipeResolver.Lookup {
    @Override
    public @Nullable Recipe recipe(String name) {
        if (known != null && known.getMetadata().getName().equals(name)) {
            return known;
        }
        return valid(name)
                ? client.resources(Recipe.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                : null;
    }

    @Override
    public @Nullable Connection connection(String name) {
        return valid(name)
                ? client.resources(Connection.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                : null;
    }

    /// What a recipe says need not be a name: only names are asked for.
    static boolean valid(String name) {
        return name.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    }
}
