package io.datacook.cli;

import io.datacook.engine.recipe.ConfigNode;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.Redaction;
import io.datacook.engine.recipe.StepConfig;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.session.SessionStart.StepArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parts of recipes as maps, lists and scalars; secrets in clear become stars, references stay.
final class RecipeTrees {
    /// Streams of patterns can be many, and each writes a few files.
    private static final int ARTIFACT_STREAMS_MAX = 100;

    private RecipeTrees() {}

    /// The resolved recipe.
    static Map<String, Object> resolved(Recipe recipe) {
        return plain(recipe.tree());
    }

    /// What each step of each stream is configured with, the connection's keys included.
    static List<StepArtifact> artifacts(Recipe recipe) {
        List<StepArtifact> artifacts = new ArrayList<>();
        for (StreamRecipe stream :
                recipe.streams().stream().limit(ARTIFACT_STREAMS_MAX).toList()) {
            artifacts.add(artifact(
                    "extract_" + stream.name(),
                    stream.source().type(),
                    stream.source().options()));
            int number = 1;
            for (StepConfig step : stream.steps()) {
                String name = "transform_%s_%d_%s".formatted(stream.name(), number++, step.type());
                artifacts.add(artifact(name, step.type(), step.options()));
            }
            artifacts.add(artifact(
                    "write_" + stream.name(),
                    stream.destination().type(),
                    stream.destination().options()));
        }
        return artifacts;
    }

    private static StepArtifact artifact(String step, String type, ConfigNode.Mapping options) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", type);
        tree.putAll(plain(options));
        return new StepArtifact(step, tree);
    }

    private static Map<String, Object> plain(ConfigNode.Mapping mapping) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Redaction.tree(mapping).entries().forEach(entry -> put(tree, entry.key(), node(entry.value())));
        return tree;
    }

    @SuppressWarnings("NullAway") // explicit nulls of recipes stay nulls
    private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
        tree.put(key, value);
    }

    private static @Nullable Object node(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Mapping mapping -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> put(tree, entry.key(), node(entry.value())));
                yield tree;
            }
            case ConfigNode.Sequence sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(node(item)));
                yield items;
            }
            case ConfigNode.Scalar scalar -> scalar(scalar);
        };
    }

    private static @Nullable Object scalar(ConfigNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case INTEGER -> scalar.text().matches("-?\\d{1,18}") ? (Object) Long.valueOf(scalar.text()) : scalar.text();
            case DECIMAL, TEXT -> scalar.text();
        };
    }
}
