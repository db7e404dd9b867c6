package io.datacook.engine.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.OptionModel.OptionKey;
import io.datacook.engine.recipe.RecipeYaml.Line;
import java.util.ArrayList;
import java.util.List;

/// Shows the resolved recipe with the place every value came from: file, line and column, a variable, or `default`.
///
/// Secrets show as the references they are written as, and as stars where somebody wrote them in clear.
public final class Explain {
    private static final Place DEFAULT = Place.of("default");
    private static final int COLUMN_MAX = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Explain() {}

    /// YAML, each value with a comment that names its place.
    public static String text(Recipe recipe) {
        List<Line> lines = RecipeYaml.lines(effective(recipe));
        int column = lines.stream()
                .filter(line -> line.place() != null)
                .mapToInt(line -> Math.min(COLUMN_MAX, line.text().length()))
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder("# %s%n".formatted(recipe.digest()));
        for (Line line : lines) {
            text.append(line.text());
            if (line.place() != null) {
                text.append(" ".repeat(Math.max(0, column - line.text().length())))
                        .append("  # ")
                        .append(line.place());
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// One JSON object: `name`, `digest`, and `values` with `path`, `value`, `file`, `line` and `column` each.
    public static String json(Recipe recipe) {
        ObjectNode root = JSON.createObjectNode();
        root.put("name", recipe.name());
        root.put("digest", recipe.digest());
        values(effective(recipe), "", root.putArray("values"));
        return root.toPrettyString();
    }

    /// The recipe with the defaults of `runtime` and the connections it uses.
    private static Mapping effective(Recipe recipe) {
        Mapping tree = recipe.tree();
        ConfigNode runtime = tree.find("runtime");
        Mapping defaults =
                defaults(Language.RuntimeKeys.class).with("checkpoint", defaults(Language.CheckpointKeys.class));
        tree = tree.with("runtime", runtime instanceof Mapping own ? Merger.overlay(defaults, own) : defaults);
        if (!recipe.connections().entries().isEmpty()) {
            tree = tree.with("connections", recipe.connections());
        }
        return Redaction.tree(tree);
    }

    private static Mapping defaults(Class<? extends Record> section) {
        List<Entry> entries = new ArrayList<>();
        for (OptionKey key : OptionModel.of(section).keys()) {
            if (key.defaultValue() != null) {
                Scalar value = new Scalar(key.defaultValue(), ScalarKinds.of(key.defaultValue()), DEFAULT);
                entries.add(new Entry(key.name(), DEFAULT, value));
            }
        }
        return new Mapping(entries, DEFAULT);
    }

    private static void values(ConfigNode node, String path, ArrayNode values) {
        switch (node) {
            case Mapping mapping ->
                mapping.entries()
                        .forEach(entry ->
                                values(entry.value(), path.isEmpty() ? entry.key() : path + "." + entry.key(), values));
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    values(sequence.items().get(i), path + "[" + i + "]", values);
                }
            }
            case Scalar scalar -> {
                ObjectNode value = values.addObject();
                value.put("path", path);
                switch (scalar.kind()) {
                    case NULL -> value.putNull("value");
                    case BOOLEAN -> value.put("value", Boolean.parseBoolean(scalar.text()));
                    case INTEGER, DECIMAL, TEXT -> value.put("value", scalar.text());
                }
                value.put("file", scalar.place().file());
                if (scalar.place().line() > 0) {
                    value.put("line", scalar.place().line());
                    value.put("column", scalar.place().column());
                }
            }
        }
    }
}
