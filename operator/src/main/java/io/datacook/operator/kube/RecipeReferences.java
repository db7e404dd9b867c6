package io.datacook.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.crds.Recipe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a recipe's own text refers to, for the indexes of the informers.
final class RecipeReferences {
    private RecipeReferences() {}

    /// Names of connections.
    static Set<String> connections(Recipe recipe) {
        Set<String> names = new LinkedHashSet<>();
        if (recipe.getSpec() != null) {
            recipe.getSpec().recipe().values().forEach(node -> collect(node, names));
        }
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            boolean reference =
                    entry.getKey().equals("connId") || entry.getKey().equals("conn_id");
            if (reference
                    && entry.getValue().isTextual()
                    && ClientLookup.valid(entry.getValue().asText())) {
                names.add(entry.getValue().asText());
            }
        }
        node.forEach(below -> collect(below, names));
    }

    /// Names of recipes that it extends.
    static List<String> parents(Recipe recipe) {
        JsonNode written =
                recipe.getSpec() == null ? null : recipe.getSpec().recipe().get("extends");
        Set<String> names = new LinkedHashSet<>();
        if (written != null) {
            written.forEach(name -> {
                if (ClientLookup.valid(name.asText())) {
                    names.add(name.asText());
                }
            });
        }
        return List.copyOf(names);
    }
}
