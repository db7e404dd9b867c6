package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.RecipeDocument.Contents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from a recipe's document to the typed recipe: parents, macros, defaults, templates, connections, model.
final class Resolver {
    private final Environment environment;
    private final Parents parents;
    private final Settings settings;
    private final List<RecipeProblem> problems;

    /// @param settings win over all files
    /// @param problems takes what is wrong, in addition to what is there
    Resolver(Environment environment, Parents parents, Settings settings, List<RecipeProblem> problems) {
        this.environment = environment;
        this.parents = parents;
        this.settings = settings;
        this.problems = problems;
    }

    /// A recipe on its way, also when something is wrong with it.
    ///
    /// @param recipe `null` if and only if there are problems
    /// @param tree as far as it could be resolved
    /// @param connections those the tree names
    /// @param folder where relative paths start
    /// @param problems not sorted
    record Draft(
            @Nullable Recipe recipe,
            Mapping tree,
            Connections connections,
            Path folder,
            List<RecipeProblem> problems) {}

    /// Resolves one recipe of a file.
    Draft resolve(RecipeDocument document, Contents siblings) {
        Mapping merged = new Layers(parents, problems).merge(document, siblings);
        Mapping expanded = Macros.expand(settings.apply(merged, problems), problems);
        Mapping tree = inOrder(LoadTemplates.fill(runtime(expanded), environment, problems));
        Path file = document.file().path();
        Path parent = file == null ? null : file.toAbsolutePath().normalize().getParent();
        Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
        Path shown = file == null ? null : Path.of(document.file().name()).getParent();
        Connections connections =
                ConnectionFiles.load(tree, folder, shown, document.file().connections(), environment);
        RecipeBuilder builder = new RecipeBuilder(tree, connections, environment, folder);
        Recipe recipe = builder.build(Canonical.digest(tree));
        List<RecipeProblem> all = new ArrayList<>(problems);
        all.addAll(builder.problems());
        all.addAll(connections.problems());
        return new Draft(all.isEmpty() ? recipe : null, tree, connections, folder, all);
    }

    /// Keys in the order of the reference page, whichever file they came from.
    private static Mapping inOrder(Mapping tree) {
        List<String> order = OptionModel.of(Language.RecipeKeys.class).names();
        List<Entry> entries = new ArrayList<>(tree.entries());
        entries.sort(Comparator.comparingInt(entry -> order.contains(entry.key()) ? order.indexOf(entry.key()) : 99));
        return new Mapping(entries, tree.place());
    }

    /// `runtime` over `default_runtime`.
    private Mapping runtime(Mapping tree) {
        Entry defaults = tree.entry("default_runtime");
        if (defaults == null) {
            return tree;
        }
        Mapping rest = tree.without(List.of("default_runtime"));
        ConfigNode own = tree.find("runtime");
        if (defaults.value() instanceof Mapping below) {
            Mapping above = own instanceof Mapping mapping ? mapping : Mapping.empty(below.place());
            // A runtime that is no mapping stays, for the binder to refuse.
            boolean mergeable = own == null || own instanceof Mapping || isNull(own);
            return mergeable ? rest.with("runtime", Merger.overlay(below, above)) : rest;
        }
        if (!isNull(defaults.value())) {
            problems.add(new RecipeProblem(
                    Rule.WRONG_TYPE,
                    defaults.value().place(),
                    "default_runtime is %s; it takes a mapping"
                            .formatted(defaults.value().describe())));
        }
        return rest;
    }

    private static boolean isNull(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }
}
