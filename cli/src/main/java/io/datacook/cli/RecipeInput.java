package io.datacook.cli;

import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeCheck;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.recipe.Resolution;
import io.datacook.engine.recipe.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The recipe a command works on.
final class RecipeInput {
    @Parameters(paramLabel = "RECIPE", description = "The recipe's file, YAML or JSON.")
    private Path file = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "Which recipe, if the file has several.")
    private @Nullable String name;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set a value over all files, such as runtime.parallelism=8 or "
                    + "destination.merge_keys=[id]; may be given several times.")
    private List<String> settings = List.of();

    /// Reads, resolves and checks the recipe; contacts no system but parents that are URLs.
    ///
    /// @throws RefusedRecipe with all problems
    Recipe load(Host host, Catalog catalog) {
        Resolution resolution =
                RecipeCheck.load(host.resolve(file), name, new Settings(settings), host.environment(), catalog);
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
        Resolution resolution = RecipeFiles.load(host.resolve(file), name, new Settings(settings), host.environment());
        Recipe recipe = resolution.recipe();
        if (recipe == null) {
            throw new RefusedRecipe(resolution.problems());
        }
        return recipe;
    }
}
