package io.datacook.engine.recipe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What [Options] needs besides the nodes.
///
/// @param folder where relative paths start
/// @param secrets resolves `${…}` references
/// @param values fills run-time templates, or `null` while only checking, when made-up values stand in for them
/// @param path where the options stand in the recipe, such as `source`, for messages; may be empty
public record BindContext(
        Path folder, SecretResolver secrets, @Nullable RunValues values, String path) {
    /// The same for another part of the recipe.
    public BindContext at(String otherPath) {
        return new BindContext(folder, secrets, values, otherPath);
    }
}
