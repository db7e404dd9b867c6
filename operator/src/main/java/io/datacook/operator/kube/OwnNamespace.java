package io.datacook.operator.kube;

import io.datacook.crds.Recipe;
import io.datacook.operator.desired.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last thing an operator does when its own namespace ends: it takes its finalizer off the recipes in there, since
/// the pods of a namespace go first, and with the operator whoever would do it later.
public final class OwnNamespace {
    private static final Logger LOG = LoggerFactory.getLogger(OwnNamespace.class);
    private static final int NOT_FOUND = 404;

    private OwnNamespace() {}

    /// Lets go of the recipes of a namespace if it ends; their checkpoints stay. What fails is logged.
    ///
    /// @param client stays the caller's
    public static void letGo(KubernetesClient client, String namespace) {
        try {
            if (!EndingNamespaces.ends(client, namespace)) {
                return;
            }
            List<Recipe> recipes =
                    client.resources(Recipe.class).inNamespace(namespace).list().getItems();
            recipes.stream()
                    .filter(recipe -> recipe.getMetadata().getFinalizers().contains(Labels.FINALIZER))
                    .forEach(recipe -> release(client, recipe));
        } catch (KubernetesClientException e) {
            LOG.warn("recipes of namespace {} may keep their finalizer: {}", namespace, e.getMessage());
        }
    }

    private static void release(KubernetesClient client, Recipe recipe) {
        String others = recipe.getMetadata().getFinalizers().stream()
                .filter(each -> !each.equals(Labels.FINALIZER))
                .map("\"%s\""::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        String patch = "{\"metadata\":{\"resourceVersion\":\"%s\",\"finalizers\":%s}}"
                .formatted(Objects.requireNonNull(recipe.getMetadata().getResourceVersion()), others);
        try {
            client.resource(recipe).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            LOG.info("the checkpoints of recipe {} stay, since the operator's namespace ends", name(recipe));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private static String name(Recipe recipe) {
        return recipe.getMetadata().getNamespace() + "/" + recipe.getMetadata().getName();
    }
}
