package io.datacook.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.schema.CustomResources.Column;
import io.datacook.crds.schema.CustomResources.Definition;
import io.datacook.engine.recipe.ManifestKeys;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import java.util.Map;

/// Writes the reference page of the custom resources.
final class CrdReference {
    private static final String HEAD = """
            # Custom resources

            Group `datacook.dev`, version `v1alpha1`; `kubectl get datacook` lists all three kinds. This page is
            made from the records in `crds/`.

            A Recipe's `spec` is the recipe of the [language reference](recipe.md) with camelCase keys, and beside it
            the keys below. In a cluster recipes are written out: a list is a list and a mapping a mapping, no single
            value stands for either. The command line reads the same manifest and finds the same digest; it passes over
            the keys that only a cluster reads.
            """;

    private CrdReference() {}

    static String page() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Definition definition : CustomResources.all()) {
            kind(definition, text);
        }
        return text.toString();
    }

    private static void kind(Definition definition, StringBuilder text) {
        String[] names = definition.type().getAnnotation(ShortNames.class).value();
        ObjectNode schema = CustomResources.schema(definition);
        text.append("\n## ").append(definition.kind()).append("\n\n");
        text.append("Short name `").append(String.join("`, `", names)).append("`. Columns of `kubectl get`: ");
        text.append(String.join(
                        ", ",
                        definition.columns().stream().map(CrdReference::column).toList()))
                .append(".\n");
        table("spec", schema.at("/properties/spec"), definition, text);
        table("status", schema.at("/properties/status"), definition, text);
        text.append("\n### Rules of ").append(definition.kind()).append("\n\n");
        rules(schema, text);
        rules(schema.at("/properties/spec"), text);
    }

    private static String column(Column column) {
        return column.priority() == 0 ? column.name() : column.name() + " (wide)";
    }

    private static void table(String root, JsonNode node, Definition definition, StringBuilder text) {
        text.append("\n### `%s` of %s%n%n| Key | Type | Default | Meaning |%n|---|---|---|---|%n"
                .formatted(root, definition.kind()));
        boolean recipe = definition.kind().equals("Recipe") && root.equals("spec");
        for (Map.Entry<String, JsonNode> key : node.path("properties").properties()) {
            if (!recipe || ManifestKeys.cluster().contains(key.getKey())) {
                row(key.getKey(), key.getValue(), text);
            }
        }
    }

    private static void row(String path, JsonNode node, StringBuilder text) {
        text.append("| `%s` | %s | %s | %s |%n"
                .formatted(
                        path,
                        type(node),
                        node.has("default") && !node.path("default").isObject()
                                ? "`" + node.path("default").asText() + "`"
                                : "",
                        meaning(node)));
        JsonNode below = node.has("items") ? node.path("items") : node;
        String inner = node.has("items") ? path + "[]" : path;
        if (node.has("additionalProperties")) {
            below = node.path("additionalProperties");
            inner = path + ".*";
        }
        for (Map.Entry<String, JsonNode> key : below.path("properties").properties()) {
            row(inner + "." + key.getKey(), key.getValue(), text);
        }
    }

    private static String meaning(JsonNode node) {
        String range = "";
        if (node.has("minimum") && node.has("maximum")) {
            range = " %d to %d."
                    .formatted(
                            node.path("minimum").asLong(), node.path("maximum").asLong());
        } else if (node.has("minimum")) {
            range = " At least %d.".formatted(node.path("minimum").asLong());
        }
        return (node.path("description").asText() + range).replace("|", "\\|");
    }

    private static String type(JsonNode node) {
        if (node.has("enum")) {
            StringBuilder words = new StringBuilder();
            node.path("enum")
                    .forEach(word -> words.append(words.isEmpty() ? "" : ", ").append(word.asText()));
            return words.toString();
        }
        if (node.has("items")) {
            return "list";
        }
        String type = node.path("type").asText("any");
        return node.has("format") && node.path("format").asText().equals("date-time") ? "time" : type;
    }

    private static void rules(JsonNode node, StringBuilder text) {
        for (JsonNode rule : node.path("x-kubernetes-validations")) {
            text.append("- ").append(rule.path("message").asText()).append(".\n");
        }
    }
}
