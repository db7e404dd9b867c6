package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads recipes from files.
public final class RecipeFiles {
    private RecipeFiles() {}

    /// Reads and resolves a recipe. Never throws for what files say: everything wrong becomes a problem.
    public static Resolution load(Path file, Environment environment) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            return new Resolution(
                    null,
                    List.of(new RecipeProblem(
                            Rule.MISSING_FILE, Place.of(file.toString()), "the file cannot be read")));
        }
        YamlReader.Documents documents = YamlReader.read(file.toString(), bytes);
        List<RecipeProblem> problems = new ArrayList<>(documents.problems());
        if (documents.documents().size() != 1 || !(documents.documents().getFirst() instanceof Mapping tree)) {
            problems.add(new RecipeProblem(Rule.NOT_A_RECIPE, Place.of(file.toString()), "the file is no recipe"));
            return new Resolution(null, problems);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        Connections connections = new Connections(Mapping.empty(tree.place()), List.of());
        RecipeBuilder builder =
                new RecipeBuilder(tree, connections, environment, folder == null ? Path.of("") : folder);
        Recipe recipe = builder.build(Canonical.digest(tree));
        problems.addAll(builder.problems());
        problems.addAll(connections.problems());
        return new Resolution(problems.isEmpty() ? recipe : null, problems);
    }
}
