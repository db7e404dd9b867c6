package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.RecipeDocument.Contents;
import io.datacook.engine.recipe.RecipeDocument.DocumentFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes recipes and connections out of a file's documents, bare or as Kubernetes manifests.
final class Manifests {
    /// The version of the manifests this release reads.
    static final String API_VERSION = "datacook.dev/v1alpha1";

    private static final String GROUP = "datacook.dev/";
    private static final List<String> KINDS = List.of("Recipe", "Connection");

    /// What a cluster makes of recipes, and a file may hold beside them.
    private static final String RUN_KIND = "RecipeRun";

    private Manifests() {}

    /// Reads a file's bytes. Manifests of other products are passed over.
    ///
    /// @param name as places show it
    /// @param id tells the file from all others
    /// @param path where relative parents start, or `null`
    /// @param problems takes what is wrong
    static Contents read(String name, String id, @Nullable Path path, byte[] bytes, List<RecipeProblem> problems) {
        YamlReader.Documents documents = YamlReader.read(name, bytes);
        problems.addAll(documents.problems());
        List<Mapping> recipes = new ArrayList<>();
        List<Entry> connections = new ArrayList<>();
        boolean foreign = false;
        for (ConfigNode document : documents.documents()) {
            if (!(document instanceof Mapping mapping)) {
                problems.add(new RecipeProblem(
                        Rule.NOT_A_RECIPE,
                        document.place(),
                        "a recipe is a mapping, not %s".formatted(document.describe()),
                        "Start with name: and source:."));
            } else if (mapping.entry("apiVersion") == null && mapping.entry("kind") == null) {
                recipes.add(mapping);
            } else if (isForeign(mapping)) {
                foreign = true;
            } else {
                manifest(mapping, recipes, connections, problems);
            }
        }
        if (recipes.isEmpty() && connections.isEmpty() && problems.isEmpty()) {
            String what = foreign ? "the file has no manifest of kind Recipe" : "the file is empty";
            problems.add(new RecipeProblem(Rule.NOT_A_RECIPE, Place.of(name), what, "Start with name: and source:."));
        }
        DocumentFile file = new DocumentFile(name, path, new Mapping(connections, Place.of(name)));
        List<RecipeDocument> bodies = new ArrayList<>();
        for (int i = 0; i < recipes.size(); i++) {
            String recipeName = recipes.get(i).text("name");
            String recipeId = id + "#" + (recipeName == null ? i : recipeName);
            bodies.add(new RecipeDocument(recipeId, recipeName, recipes.get(i), file));
        }
        return new Contents(file, bodies);
    }

    private static boolean isForeign(Mapping manifest) {
        String version = manifest.text("apiVersion");
        String kind = manifest.text("kind");
        return version != null && kind != null && (!version.startsWith(GROUP) || kind.equals(RUN_KIND));
    }

    private static void manifest(
            Mapping manifest, List<Mapping> recipes, List<Entry> connections, List<RecipeProblem> problems) {
        String version = manifest.text("apiVersion");
        String kind = manifest.text("kind");
        if (!API_VERSION.equals(version)) {
            problems.add(new RecipeProblem(
                    version == null ? Rule.MISSING_KEY : Rule.WRONG_VALUE,
                    place(manifest, "apiVersion"),
                    version == null
                            ? "apiVersion is missing"
                            : "apiVersion is '%s', which this release does not read".formatted(Texts.cut(version)),
                    "Write apiVersion: " + API_VERSION + "."));
            return;
        }
        if (kind == null || !KINDS.contains(kind)) {
            String near = kind == null ? null : DidYouMean.suggest(kind, KINDS);
            problems.add(new RecipeProblem(
                    kind == null ? Rule.MISSING_KEY : Rule.WRONG_VALUE,
                    place(manifest, "kind"),
                    kind == null
                            ? "kind is missing"
                            : "kind is '%s'; Datacook reads Recipe and Connection".formatted(Texts.cut(kind)),
                    near == null ? "Write kind: Recipe." : near));
            return;
        }
        Mapping metadata = manifest.mapping("metadata");
        Entry name = metadata == null ? null : metadata.entry("name");
        Mapping spec = manifest.mapping("spec");
        if (spec == null || name == null) {
            problems.add(new RecipeProblem(
                    Rule.MISSING_KEY,
                    manifest.place(),
                    spec == null ? "spec is missing" : "metadata.name is missing",
                    spec == null ? "Put the recipe below spec:." : "Add it, such as metadata: { name: load-orders }."));
            return;
        }
        Mapping body = kind.equals("Connection")
                ? snakeKeys(ManifestKeys.connection(spec))
                : snakeKeys(ManifestKeys.recipe(spec));
        if (kind.equals("Connection")) {
            connections.add(new Entry(name.value() instanceof Scalar id ? id.text() : "", name.place(), body));
        } else {
            recipes.add(body.entry("name") == null ? body.with(name) : body);
        }
    }

    /// The one mechanical rule: `batchSize` → `batch_size`, except for names that are the user's own.
    static Mapping snakeKeys(Mapping mapping) {
        return keys(mapping, false);
    }

    private static Mapping keys(Mapping mapping, boolean ownNames) {
        return new Mapping(
                mapping.entries().stream()
                        .map(entry -> {
                            String key = ownNames ? entry.key() : OptionModel.snakeCase(entry.key());
                            boolean below = !ownNames && Language.OWN_NAMES.contains(key);
                            return new Entry(key, entry.place(), value(entry.value(), below));
                        })
                        .toList(),
                mapping.place());
    }

    private static ConfigNode value(ConfigNode node, boolean ownNames) {
        return switch (node) {
            case Mapping mapping -> keys(mapping, ownNames);
            case Sequence sequence ->
                new Sequence(
                        sequence.items().stream()
                                .map(item -> value(item, false))
                                .toList(),
                        sequence.place());
            case Scalar scalar -> scalar;
        };
    }

    private static Place place(Mapping manifest, String key) {
        ConfigNode node = manifest.find(key);
        return node == null ? manifest.place() : node.place();
    }
}
