package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One recipe as a file holds it: bare, or taken out of a manifest.
///
/// @param id tells it from all others: the file's real path or address, and the name within the file
/// @param name the recipe's or manifest's name, or `null`
/// @param body the recipe's keys in snake_case
/// @param file the file it stands in
record RecipeDocument(String id, @Nullable String name, Mapping body, DocumentFile file) {

    /// A file with recipes.
    ///
    /// @param name as places show it
    /// @param path where relative parents start, or `null` for cookbooks and URLs, which have none
    /// @param connections of `kind: Connection` manifests, by name
    record DocumentFile(String name, @Nullable Path path, Mapping connections) {}

    /// What a file holds.
    ///
    /// @param documents the recipes in their order
    record Contents(DocumentFile file, List<RecipeDocument> documents) {
        /// The recipe of a name, or `null`.
        @Nullable
        RecipeDocument named(String wanted) {
            return documents.stream()
                    .filter(document -> wanted.equals(document.name()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
