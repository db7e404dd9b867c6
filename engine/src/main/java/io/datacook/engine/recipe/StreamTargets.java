package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.StreamRecipe.Selection;
import io.datacook.engine.recipe.StreamTrees.StreamTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps streams of one recipe from overwriting each other: two that go to the same place are refused.
final class StreamTargets {
    private static final String TEMPLATE = "{{ stream.name }}";

    private StreamTargets() {}

    /// Compares the destinations of all streams; a destination with a `stream` template differs for each.
    static void check(Mapping tree, List<StreamTree> streams, List<RecipeProblem> problems) {
        Map<String, String> seen = new HashMap<>();
        for (StreamTree stream : streams) {
            Mapping destination = stream.tree().mapping("destination");
            if (destination == null || stream.name() == null || namesStream(destination)) {
                continue;
            }
            String who = stream.selection() == Selection.PATTERN
                    ? "all streams that match '%s'".formatted(Texts.cut(stream.name()))
                    : "the stream '%s'".formatted(Texts.cut(stream.name()));
            String other = seen.put(Canonical.digest(destination), who);
            if (other != null || stream.selection() == Selection.PATTERN) {
                Mapping common = tree.mapping("destination");
                problems.add(new RecipeProblem(
                        Rule.STREAMS,
                        common == null ? destination.place() : common.place(),
                        "%s would go to one place".formatted(other == null ? who : other + " and " + who),
                        "Write %s into the destination's path or table, or give each stream a destination."
                                .formatted(TEMPLATE)));
                return;
            }
        }
    }

    private static boolean namesStream(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> mapping.entries().stream().map(Entry::value).anyMatch(StreamTargets::namesStream);
            case Sequence sequence -> sequence.items().stream().anyMatch(StreamTargets::namesStream);
            case Scalar scalar ->
                TemplateText.parse(scalar.text()).parts().stream()
                        .anyMatch(part -> part instanceof TemplateText.Hole hole
                                && (hole.name().equals("stream.name")
                                        || hole.name().equals("stream.table")));
        };
    }
}
