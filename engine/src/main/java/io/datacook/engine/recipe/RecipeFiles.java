package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.RecipeDocument.Contents;
import io.datacook.engine.recipe.Resolver.Draft;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads recipes from files and texts. Nothing here throws for what they say: everything wrong becomes a problem.
public final class RecipeFiles {
    private RecipeFiles() {}

    /// Reads and resolves a recipe; with several in the file, the one that none of the others extends.
    public static Resolution load(Path file, Environment environment) {
        return load(file, null, Settings.NONE, environment);
    }

    /// Reads and resolves a recipe.
    ///
    /// @param name which one, if the file has several; or `null`
    /// @param settings win over what the files say
    public static Resolution load(Path file, @Nullable String name, Settings settings, Environment environment) {
        return resolution(draft(file, name, settings, environment, HttpsFetcher.DEFAULT));
    }

    /// Resolves a recipe that is no file, such as a custom resource; it may extend cookbooks and URLs, and recipes of
    /// the same text by name.
    ///
    /// @param shown how places call the text
    /// @param name which one, if the text has several; or `null`
    public static Resolution read(String text, String shown, @Nullable String name, Environment environment) {
        List<RecipeProblem> problems = new ArrayList<>();
        Contents contents = Manifests.read(shown, shown, null, text.getBytes(StandardCharsets.UTF_8), problems);
        Parents parents = new Parents(HttpsFetcher.DEFAULT, problems);
        return resolution(
                draft(contents, shown, name, new Resolver(environment, parents, Settings.NONE, problems), problems));
    }

    private static Resolution resolution(Draft draft) {
        return new Resolution(draft.recipe(), RecipeProblem.certain(draft.problems()));
    }

    /// What could be made of a file, for checks that go on after the first problems.
    static Draft draft(Path file, @Nullable String name, Settings settings, Environment environment, Fetcher fetcher) {
        List<RecipeProblem> problems = new ArrayList<>();
        Parents parents = new Parents(fetcher, problems);
        String shown = file.toString();
        RecipeProblem missing = new RecipeProblem(
                Rule.MISSING_FILE,
                Place.of(shown),
                "there is no such file",
                "Run datacook init to write a first recipe.");
        Contents contents = parents.file(file, shown, missing);
        if (contents == null) {
            return nothing(shown, problems);
        }
        return draft(contents, shown, name, new Resolver(environment, parents, settings, problems), problems);
    }

    private static Draft draft(
            Contents contents, String shown, @Nullable String name, Resolver resolver, List<RecipeProblem> problems) {
        RecipeDocument document = choose(contents, shown, name, problems);
        return document == null ? nothing(shown, problems) : resolver.resolve(document, contents);
    }

    private static Draft nothing(String shown, List<RecipeProblem> problems) {
        Mapping empty = Mapping.empty(Place.of(shown));
        return new Draft(null, empty, new Connections(empty, List.of()), Path.of(""), problems);
    }

    private static @Nullable RecipeDocument choose(
            Contents contents, String shown, @Nullable String name, List<RecipeProblem> problems) {
        List<RecipeDocument> documents = contents.documents();
        List<String> names = documents.stream()
                .map(document -> document.name() == null ? "(without a name)" : document.name())
                .toList();
        if (name != null) {
            RecipeDocument named = contents.named(name);
            if (named == null) {
                problems.add(new RecipeProblem(
                        Rule.NOT_A_RECIPE,
                        Place.of(shown),
                        "the file has no recipe '%s'; it has %s".formatted(name, String.join(", ", names)),
                        DidYouMean.suggest(name, names)));
            }
            return named;
        }
        Set<String> extended = new HashSet<>();
        documents.forEach(document -> collectParents(document.body().find("extends"), extended));
        List<RecipeDocument> candidates = documents.stream()
                .filter(document -> document.name() == null || !extended.contains(document.name()))
                .toList();
        if (candidates.size() == 1 || documents.size() == 1) {
            return candidates.isEmpty() ? documents.getFirst() : candidates.getFirst();
        }
        if (!documents.isEmpty()) {
            problems.add(new RecipeProblem(
                    Rule.NOT_A_RECIPE,
                    Place.of(shown),
                    "the file has %d recipes: %s".formatted(documents.size(), String.join(", ", names)),
                    "Say which one, or put them into files of their own."));
        } else if (problems.isEmpty()) {
            problems.add(new RecipeProblem(Rule.NOT_A_RECIPE, Place.of(shown), "the file has no recipe"));
        }
        return null;
    }

    private static void collectParents(@Nullable ConfigNode node, Set<String> names) {
        if (node instanceof ConfigNode.Scalar scalar) {
            names.add(scalar.text());
        } else if (node instanceof ConfigNode.Sequence sequence) {
            sequence.items().forEach(item -> collectParents(item, names));
        }
    }
}
