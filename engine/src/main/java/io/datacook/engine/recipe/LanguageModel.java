package io.datacook.engine.recipe;

import io.datacook.api.ByteSize;
import io.datacook.engine.recipe.Key.Rest;
import io.datacook.engine.recipe.OptionModel.OptionKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The common keys of the language as data, for schemas other than [RecipeSchema]: a cluster's, above all.
///
/// Keys are in camelCase, as manifests spell them. Only the written-out form is described: no shorthands, no single
/// value in place of a list.
public final class LanguageModel {
    private LanguageModel() {}

    /// A mapping of the language.
    ///
    /// @param keys in the order of the reference page
    /// @param open whether a connector's or step's keys may stand beside them
    public record Section(List<LanguageKey> keys, boolean open) {
        public Section {
            keys = List.copyOf(keys);
        }
    }

    /// One key.
    ///
    /// @param name in camelCase
    /// @param shape what its value is
    /// @param required whether a section that is there must have it
    /// @param doc one or two sentences
    /// @param min the least number allowed, [Long#MIN_VALUE] if any
    /// @param max the greatest number allowed, [Long#MAX_VALUE] if any
    public record LanguageKey(String name, Shape shape, boolean required, String doc, long min, long max) {}

    /// What a value is.
    public sealed interface Shape {
        /// A text.
        record Text() implements Shape {}

        /// A duration or a size: a number, or a text with a unit.
        record Amount() implements Shape {}

        /// A whole number.
        record Whole() implements Shape {}

        /// `true` or `false`.
        record Flag() implements Shape {}

        /// One of some words.
        record Words(List<String> words) implements Shape {}

        /// Anything.
        record Tree() implements Shape {}

        /// A list of equal shapes.
        record ListOf(Shape item) implements Shape {}

        /// Names of the user's own.
        record MapOf(Shape value) implements Shape {}

        /// A mapping with keys of the language.
        record Nested(Section section) implements Shape {}
    }

    /// The whole recipe.
    public static Section recipe() {
        return section(Language.RecipeKeys.class);
    }

    private static Section section(Class<? extends Record> record) {
        OptionModel model = OptionModel.of(record);
        return new Section(model.keys().stream().map(LanguageModel::key).toList(), model.rest() != Rest.NONE);
    }

    private static LanguageKey key(OptionKey key) {
        return new LanguageKey(
                camelCase(key.name()), shape(key.type()), key.required(), key.doc(), key.min(), key.max());
    }

    private static Shape shape(Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> new Shape.ListOf(shape(list.getActualTypeArguments()[0]));
            case ParameterizedType map
            when map.getRawType() == Map.class -> new Shape.MapOf(shape(map.getActualTypeArguments()[1]));
            case Class<?> plain when ConfigNode.class.isAssignableFrom(plain) -> new Shape.Tree();
            case Class<?> plain
            when plain.isRecord() && plain != ByteSize.class ->
                new Shape.Nested(section(plain.asSubclass(Record.class)));
            case Class<?> plain when plain.isEnum() -> new Shape.Words(ScalarValues.words(plain));
            case Class<?> plain when plain == boolean.class || plain == Boolean.class -> new Shape.Flag();
            case Class<?> plain
            when plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class ->
                new Shape.Whole();
            case Class<?> plain when plain == Duration.class || plain == ByteSize.class -> new Shape.Amount();
            default -> new Shape.Text();
        };
    }

    /// `batch_size` → `batchSize`, the rule of manifests the other way round.
    private static String camelCase(String snakeCase) {
        StringBuilder text = new StringBuilder(snakeCase.length());
        boolean capital = false;
        for (int i = 0; i < snakeCase.length(); i++) {
            char letter = snakeCase.charAt(i);
            if (letter == '_') {
                capital = true;
            } else {
                text.append(capital ? Character.toUpperCase(letter) : letter);
                capital = false;
            }
        }
        return text.toString();
    }
}
