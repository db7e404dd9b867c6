package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.asset.Asset;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads definitions of datasets with the same code, and the same messages, as recipes.
public final class AssetFiles {
    private AssetFiles() {}

    /// Reads one definition.
    ///
    /// @throws DatacookException `REFERENCE_MISSING` if the file cannot be read, `RECIPE_INVALID` with all
    ///     problems, each with its line and column
    public static Asset read(Path file) {
        String shown = file.getFileName().toString();
        YamlReader.Documents documents = YamlReader.read(shown, bytes(file));
        if (!documents.problems().isEmpty()) {
            throw RecipeProblem.exception(documents.problems());
        }
        if (documents.documents().size() != 1 || !(documents.documents().getFirst() instanceof Mapping mapping)) {
            throw new DatacookException(
                            ErrorCode.RECIPE_INVALID,
                            "an asset is one mapping with the keys name, version and columns; this file holds "
                                    + "something else")
                    .at(shown);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        BindContext context =
                new BindContext(folder == null ? Path.of("") : folder, SecretResolver.assumingPresent(), null, "asset");
        return Options.bind(mapping, Asset.class, context).orThrow();
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > YamlReader.BYTES_MAX) {
                throw new DatacookException(
                                ErrorCode.RECIPE_INVALID, "the file has more than " + YamlReader.BYTES_MAX + " bytes")
                        .at(file.toString());
            }
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new DatacookException(
                            ErrorCode.REFERENCE_MISSING,
                            "the asset's file cannot be read; check asset.path, which starts at the recipe's folder",
                            failed)
                    .at(file.toString());
        }
    }
}
