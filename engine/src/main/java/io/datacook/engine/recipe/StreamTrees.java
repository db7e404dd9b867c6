package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.StreamRecipe.Selection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a recipe with `source.streams` into one tree for each stream, as if each had a recipe of its own.
final class StreamTrees {
    private static final String STREAMS = "streams";
    private static final List<String> NOT_OPTIONS =
            List.of("name", "exclude", "asset", "transform", "destination", "schema");

    private StreamTrees() {}

    /// One stream.
    ///
    /// @param name the stream's name or pattern, `null` for the whole source
    /// @param selection how the planner finds it
    /// @param excludes what a pattern leaves out
    /// @param tree the recipe as this stream sees it, `source` without `streams`
    record StreamTree(@Nullable String name, Selection selection, List<String> excludes, Mapping tree) {}

    /// The streams in their order; entries that are no mappings with a name are left to the binder's complaint.
    static List<StreamTree> of(Mapping tree) {
        Mapping source = tree.mapping("source");
        if (source == null
                || !(source.find(STREAMS) instanceof Sequence streams)
                || streams.items().isEmpty()) {
            return List.of(new StreamTree(null, Selection.WHOLE_SOURCE, List.of(), tree));
        }
        List<StreamTree> trees = new ArrayList<>();
        for (ConfigNode item : streams.items()) {
            String name = item instanceof Mapping stream ? stream.text("name") : null;
            if (item instanceof Mapping stream && name != null) {
                Selection selection = Patterns.isPattern(name) ? Selection.PATTERN : Selection.NAMED;
                trees.add(new StreamTree(name, selection, excludes(stream), tree(tree, source, stream)));
            }
        }
        return trees;
    }

    private static List<String> excludes(Mapping stream) {
        ConfigNode excluded = stream.find("exclude");
        List<ConfigNode> items = excluded instanceof Sequence sequence
                ? sequence.items()
                : excluded == null ? List.of() : List.of(excluded);
        return items.stream()
                .filter(Scalar.class::isInstance)
                .map(item -> ((Scalar) item).text())
                .toList();
    }

    private static Mapping tree(Mapping recipe, Mapping source, Mapping stream) {
        Mapping result =
                recipe.with("source", Merger.overlay(source.without(List.of(STREAMS)), stream.without(NOT_OPTIONS)));
        for (String section : List.of("asset", "transform", "destination", "schema")) {
            Entry own = stream.entry(section);
            if (own != null) {
                ConfigNode common = recipe.find(section);
                result =
                        result.with(section, common == null ? own.value() : Merger.layer(common, own.value(), section));
            }
        }
        return result;
    }
}
