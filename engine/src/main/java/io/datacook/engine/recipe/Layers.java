package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.RecipeDocument.Contents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts a recipe and all it extends into one line, parents before children, and lays them over each other.
///
/// A parent that is reached on several ways counts once, at its first place: of `extends: [a, b]`, where both extend
/// `base`, come `base`, `a`, `b`, and then the child.
final class Layers {
    private static final int LAYERS_MAX = 64;

    private final Parents parents;
    private final List<RecipeProblem> problems;
    private final List<RecipeDocument> line = new ArrayList<>();
    private final Set<String> placed = new HashSet<>();
    private final List<Visit> open = new ArrayList<>();

    /// @param problems takes what is wrong
    Layers(Parents parents, List<RecipeProblem> problems) {
        this.parents = parents;
        this.problems = problems;
    }

    /// A recipe whose parents are being read, and where it was named.
    private record Visit(RecipeDocument document, @Nullable Place from) {}

    /// One tree of a recipe and its parents, shorthands written out, `extends` and `delete` done with.
    Mapping merge(RecipeDocument recipe, Contents siblings) {
        visit(recipe, siblings, null);
        Mapping tree = Mapping.empty(recipe.body().place());
        for (int i = 0; i < line.size(); i++) {
            Mapping layer = Normalizer.recipe(line.get(i).body());
            tree = delete(tree, layer, i == 0);
            tree = Merger.layer(tree, layer.without(List.of("extends", "delete")));
        }
        return tree;
    }

    private void visit(RecipeDocument document, Contents siblings, @Nullable Place from) {
        if (placed.contains(document.id())) {
            return;
        }
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).document().id().equals(document.id())) {
                cycle(open.subList(i, open.size()), document, from);
                return;
            }
        }
        if (placed.size() + open.size() >= LAYERS_MAX) {
            Place place = from == null ? document.body().place() : from;
            problems.add(
                    new RecipeProblem(Rule.LIMIT, place, "a recipe has at most %d parents".formatted(LAYERS_MAX - 1)));
            placed.add(document.id());
            return;
        }
        open.add(new Visit(document, from));
        for (Scalar reference : texts(document.body(), "extends")) {
            RecipeDocument parent = parents.find(reference.text(), reference.place(), siblings, document);
            if (parent != null) {
                Contents beside =
                        parent.file().equals(document.file()) ? siblings : new Contents(parent.file(), List.of(parent));
                visit(parent, beside, reference.place());
            }
        }
        open.removeLast();
        placed.add(document.id());
        line.add(document);
    }

    private void cycle(List<Visit> circle, RecipeDocument first, @Nullable Place from) {
        String way = circle.stream()
                .map(visit -> shown(visit.document()))
                .collect(Collectors.joining(" → ", "", " → " + shown(first)));
        problems.add(new RecipeProblem(
                Rule.CYCLE,
                from == null ? first.body().place() : from,
                "recipes extend each other: " + way,
                "Take one of these out of its extends."));
    }

    private static String shown(RecipeDocument document) {
        String file = document.file().name();
        return document.name() == null ? file : "%s (%s)".formatted(file, document.name());
    }

    private Mapping delete(Mapping tree, Mapping layer, boolean first) {
        Mapping result = tree;
        for (Scalar path : texts(layer, "delete")) {
            TreePath parsed = TreePath.parse(path.text());
            Mapping without = parsed == null ? null : parsed.remove(result);
            if (without != null) {
                result = without;
                continue;
            }
            String reason = parsed == null
                    ? "is not a path; write keys with dots between them"
                    : first ? "matches nothing: this recipe extends no other" : "matches nothing in the parents";
            String near = parsed == null ? null : DidYouMean.suggest(path.text(), paths(result));
            problems.add(new RecipeProblem(
                    Rule.DELETE,
                    path.place(),
                    "delete '%s' %s".formatted(Texts.cut(path.text()), reason),
                    near == null ? "Take it out of delete." : near));
        }
        return result;
    }

    /// The paths one could have meant, two keys deep.
    private static List<String> paths(Mapping tree) {
        List<String> paths = new ArrayList<>();
        for (ConfigNode.Entry entry : tree.entries()) {
            paths.add(entry.key());
            if (entry.value() instanceof Mapping below) {
                below.keys().forEach(key -> paths.add(entry.key() + "." + key));
            }
        }
        return paths;
    }

    /// A key that takes a text or a list of texts.
    private List<Scalar> texts(Mapping body, String key) {
        ConfigNode node = body.find(key);
        List<ConfigNode> items =
                node == null ? List.of() : node instanceof Sequence list ? list.items() : List.of(node);
        List<Scalar> texts = new ArrayList<>();
        for (ConfigNode item : items) {
            if (item instanceof Scalar text && text.kind() != Kind.NULL) {
                texts.add(text);
            } else if (!(node instanceof Scalar)) {
                problems.add(new RecipeProblem(
                        Rule.WRONG_TYPE,
                        item.place(),
                        "%s takes a text or a list of texts, not %s".formatted(key, item.describe())));
            }
        }
        return texts;
    }
}
