package io.datacook.engine.recipe;

import io.datacook.engine.recipe.Key.Rest;
import io.datacook.engine.recipe.OptionModel.OptionKey;
import java.util.List;

/// Writes the tables of common keys for the reference page, from the [Language].
public final class RecipeReference {
    private static final List<Class<? extends Record>> SECTIONS = List.of(
            Language.RecipeKeys.class,
            Language.SourceKeys.class,
            Language.IncrementalKeys.class,
            Language.StreamKeys.class,
            Language.TransformKeys.class,
            Language.StepKeys.class,
            Language.DestinationKeys.class,
            Language.AssetKeys.class,
            Language.SchemaKeys.class,
            Language.ErrorsKeys.class,
            Language.RequireKeys.class,
            Language.RuntimeKeys.class,
            Language.CheckpointKeys.class,
            Language.StateKeys.class);

    private RecipeReference() {}

    /// One Markdown table for each section, with key, default and meaning.
    public static String tables() {
        StringBuilder text = new StringBuilder();
        for (Class<? extends Record> section : SECTIONS) {
            OptionModel model = OptionModel.of(section);
            text.append("\n### ").append(title(section)).append("\n\n");
            if (OptionModel.shorthand(section)) {
                text.append("A single value stands for `%s`.%n%n"
                        .formatted(model.names().getFirst()));
            }
            text.append("| Key | Default | Meaning |\n|---|---|---|\n");
            for (OptionKey key : model.keys()) {
                text.append("| `%s` | %s | %s |%n"
                        .formatted(key.name(), defaultValue(key), meaning(key).replace("|", "\\|")));
            }
            if (model.rest() != Rest.NONE) {
                text.append("\nAll other keys belong to the %s.%n".formatted(owner(model.rest())));
            }
        }
        return text.toString();
    }

    private static String title(Class<? extends Record> section) {
        String name = section.getSimpleName();
        return switch (name) {
            case "RecipeKeys" -> "The recipe";
            case "StreamKeys" -> "One of `source.streams`";
            case "StepKeys" -> "One of `transform.steps`";
            case "IncrementalKeys" -> "`source.incremental`";
            case "CheckpointKeys" -> "`runtime.checkpoint`";
            default -> "`" + OptionModel.snakeCase(name.substring(0, name.length() - "Keys".length())) + "`";
        };
    }

    private static String defaultValue(OptionKey key) {
        if (key.defaultValue() != null) {
            return "`" + key.defaultValue() + "`";
        }
        return key.required() ? "required" : "";
    }

    private static String meaning(OptionKey key) {
        String examples = key.examples().isEmpty() ? "" : " Example: `" + String.join("`, `", key.examples()) + "`.";
        boolean least = key.min() != Long.MIN_VALUE;
        boolean most = key.max() != Long.MAX_VALUE;
        String range = least && most
                ? " %d to %d.".formatted(key.min(), key.max())
                : least ? " At least %d.".formatted(key.min()) : "";
        return key.doc() + range + examples;
    }

    private static String owner(Rest rest) {
        return switch (rest) {
            case SOURCE, DESTINATION, STATE -> "connector";
            case STEP -> "step type";
            case NONE -> "";
        };
    }
}
