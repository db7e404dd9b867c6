package io.datacook.engine.recipe;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recipe with everything resolved except secrets and what only a run knows. Immutable.
///
/// @param name names the recipe's state, sessions and metrics
/// @param tenant whose recipe it is, or `null`; part of the state's key
/// @param description one or two sentences for people, or `null`
/// @param streams at least one; a recipe without `source.streams` has exactly one, named as the recipe
/// @param runtime how to run, defaults filled in
/// @param state where checkpoints are kept, or `null` for the default of who runs it
/// @param digest `sha256:…` of the resolved tree: the same for any formatting, key order, file layout or manifest form
/// @param tree what the digest was made from: no `extends`, macros or templates of load time; connections by name only
/// @param connections the connections the recipe uses, by `conn_id`, for `explain`; secrets as references
/// @param folder where relative paths start
public record Recipe(
        String name,
        @Nullable String tenant,
        @Nullable String description,
        List<StreamRecipe> streams,
        RuntimeConfig runtime,
        @Nullable StateConfig state,
        String digest,
        ConfigNode.Mapping tree,
        ConfigNode.Mapping connections,
        Path folder) {
    public Recipe {
        streams = List.copyOf(streams);
    }

    /// Reads and resolves a recipe with this process's environment.
    ///
    /// @throws io.datacook.api.DatacookException with every problem, each with its place
    public static Recipe load(Path file) {
        return RecipeFiles.load(file, Environment.system()).orThrow();
    }

    /// The name in state keys: `acme/orders` with a tenant, `orders` without.
    public String qualifiedName() {
        return tenant == null ? name : tenant + "/" + name;
    }
}
