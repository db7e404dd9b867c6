package io.datacook.cli;

import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeCheck;
import io.datacook.engine.recipe.Resolution;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The recipe a command works on.
final class RecipeInput {
    @Parameters(paramLabel = "RECIPE", description = "The recipe's file, YAML or JSON.")
    private Path file = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "Which recipe, if the file has several.")
    private @Nullable String name;

    /// Reads, resolves and checks the recipe; contacts no system but parents that are URLs.
    ///
    /// @throws RefusedRecipe with all problems
    Recipe load(Host host, Catalog catalog) {
        Resolution resolution = RecipeCheck.load(host.resolve(file), name, host.environment(), catalog);
        Recipe recipe = resolution.recipe();
        if (recipe == null) {
            throw new RefusedRecipe(resolution.problems());
        }
        return recipe;
    }

    /// Reads and resolves the recipe without looking at connectors.
    ///
    /// @throws RefusedRecipe with all problems
    Recipe resolve(Host host) {
        Resolution resolution =
                io.datacook.engine.recipe.RecipeFiles.load(host.resolve(file), name, host.environment());
        Recipe recipe = resolution.recipe();
        if (recipe == null) {
            throw new RefusedRecipe(resolution.problems());
        }
        return recipe;
    }
}
