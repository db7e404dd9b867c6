package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values that win over every file, as the command line gives them: `runtime.parallelism=8`.
///
/// A value is what YAML takes it for: a number, a boolean, a list in brackets, a mapping in braces, nothing; all else
/// is
/// a text, quotes or not. Places show the path: `--set runtime.parallelism`.
///
/// @param texts one `path=value` each; later ones win
public record Settings(List<String> texts) {
    /// Nothing is set.
    public static final Settings NONE = new Settings(List.of());

    private static final String OPTION = "--set ";

    public Settings {
        texts = List.copyOf(texts);
    }

    /// The tree with all values in their places.
    ///
    /// @param problems takes what is wrong; such a setting changes nothing
    Mapping apply(Mapping tree, List<RecipeProblem> problems) {
        Mapping result = tree;
        for (String text : texts) {
            result = apply(result, text, problems);
        }
        return texts.isEmpty() ? tree : Normalizer.recipe(result);
    }

    private static Mapping apply(Mapping tree, String text, List<RecipeProblem> problems) {
        int equals = text.indexOf('=');
        TreePath path =
                equals < 1 ? null : TreePath.parse(text.substring(0, equals).strip());
        if (path == null) {
            problems.add(new RecipeProblem(
                    Rule.SYNTAX,
                    Place.of(OPTION + Texts.cut(Redaction.text(text))),
                    "this is no path with a value",
                    "Write keys with dots between them, = and the value: --set runtime.parallelism=8"));
            return tree;
        }
        Place place = Place.of(OPTION + text.substring(0, equals).strip());
        ConfigNode value = value(text.substring(equals + 1), place, problems);
        Mapping changed = value == null ? null : path.set(tree, value);
        if (value != null && changed == null) {
            problems.add(new RecipeProblem(
                    Rule.WRONG_VALUE,
                    place,
                    "the recipe has no such place: a part in front of the last one is a single value, or names an"
                            + " item that its list does not have",
                    "datacook explain shows the paths there are."));
        }
        return changed == null ? tree : changed;
    }

    private static @Nullable ConfigNode value(String text, Place place, List<RecipeProblem> problems) {
        YamlReader.Documents read = YamlReader.read(place.file(), text.getBytes(StandardCharsets.UTF_8));
        boolean listed =
                text.stripLeading().startsWith("[") || text.stripLeading().startsWith("{");
        if (read.problems().isEmpty() && read.documents().size() <= 1) {
            ConfigNode node = read.documents().isEmpty()
                    ? new Scalar("", ConfigNode.Kind.NULL, place)
                    : read.documents().getFirst();
            if (node instanceof Scalar || listed) {
                return at(node, place);
            }
        }
        if (listed) {
            read.problems()
                    .forEach(problem -> problems.add(
                            new RecipeProblem(Rule.SYNTAX, place, problem.message(), "Quote texts that begin so.")));
            return null;
        }
        return Scalar.text(text, place);
    }

    /// The same with one place for all: a command line has no lines.
    private static ConfigNode at(ConfigNode node, Place place) {
        return switch (node) {
            case Scalar scalar -> new Scalar(scalar.text(), scalar.kind(), place);
            case Sequence sequence ->
                new Sequence(
                        sequence.items().stream().map(item -> at(item, place)).toList(), place);
            case Mapping mapping -> {
                List<Entry> entries = new ArrayList<>();
                mapping.entries()
                        .forEach(entry -> entries.add(new Entry(entry.key(), place, at(entry.value(), place))));
                yield new Mapping(entries, place);
            }
        };
    }
}
