package io.datacook.crds.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.engine.recipe.LanguageModel;
import io.datacook.engine.recipe.LanguageModel.LanguageKey;
import io.datacook.engine.recipe.LanguageModel.Section;
import io.datacook.engine.recipe.LanguageModel.Shape;
import java.util.List;

/// The structural schema of the recipe language.
///
/// It fills in no defaults: they would become part of the recipe, and its digest another one than on the command line.
final class LanguageSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LanguageSchema() {}

    /// The properties of a whole recipe.
    static ObjectNode recipe() {
        return properties(LanguageModel.recipe());
    }

    private static ObjectNode properties(Section section) {
        ObjectNode properties = JSON.createObjectNode();
        for (LanguageKey key : section.keys()) {
            ObjectNode node = shape(key.shape(), key);
            if (!key.doc().isEmpty()) {
                node.put("description", key.doc());
            }
            properties.set(key.name(), node);
        }
        return properties;
    }

    private static ObjectNode section(Section section) {
        ObjectNode node = JSON.createObjectNode().put("type", "object");
        node.set("properties", properties(section));
        section.keys().stream()
                .filter(LanguageKey::required)
                .forEach(key -> node.withArray("required").add(key.name()));
        if (section.open()) {
            node.put(RecordSchema.PRESERVE, true);
        }
        return node;
    }

    private static ObjectNode shape(Shape shape, LanguageKey key) {
        return switch (shape) {
            case Shape.Text() -> JSON.createObjectNode().put("type", "string");
            case Shape.Amount() -> JSON.createObjectNode().put("x-kubernetes-int-or-string", true);
            case Shape.Flag() -> JSON.createObjectNode().put("type", "boolean");
            case Shape.Tree() -> JSON.createObjectNode().put(RecordSchema.PRESERVE, true);
            case Shape.Whole() -> whole(key);
            case Shape.Words(List<String> words) -> {
                ObjectNode node = JSON.createObjectNode().put("type", "string");
                words.forEach(node.withArray("enum")::add);
                yield node;
            }
            case Shape.ListOf(Shape item) -> {
                ObjectNode node = JSON.createObjectNode().put("type", "array");
                node.set("items", shape(item, key));
                // What lies over what is decided by the recipe's own rules, never by two writers of one list.
                yield node.put("x-kubernetes-list-type", "atomic");
            }
            case Shape.MapOf(Shape value) -> {
                ObjectNode node = JSON.createObjectNode().put("type", "object");
                if (value instanceof Shape.Tree) {
                    yield node.put(RecordSchema.PRESERVE, true);
                }
                node.set("additionalProperties", shape(value, key));
                yield node;
            }
            case Shape.Nested(Section section) -> section(section);
        };
    }

    private static ObjectNode whole(LanguageKey key) {
        ObjectNode node = JSON.createObjectNode().put("type", "integer").put("format", "int64");
        if (key.min() != Long.MIN_VALUE) {
            node.put("minimum", key.min());
        }
        if (key.max() != Long.MAX_VALUE) {
            node.put("maximum", key.max());
        }
        return node;
    }
}
