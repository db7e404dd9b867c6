package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// The run's recipe, read in the pod's writable folder: its relative paths start there.
final class PodRecipe {
    private PodRecipe() {}

    /// Copies what is mounted beside the recipe and resolves it.
    ///
    /// @throws DatacookException with every problem, each with its place
    static Recipe load(PodSettings settings, Environment environment) {
        Path mounted = settings.files().recipe().toAbsolutePath();
        Path folder = settings.files().folder().toAbsolutePath();
        try {
            Files.createDirectories(folder);
            Path source = mounted.getParent();
            if (source != null && !Files.isSameFile(source, folder)) {
                for (Path file : files(source)) {
                    copy(file, folder.resolve(file.getFileName()));
                }
            }
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.REFERENCE_MISSING,
                    "the recipe %s cannot be brought into %s: %s".formatted(mounted, folder, failed.getMessage()),
                    failed);
        }
        return RecipeFiles.load(folder.resolve(mounted.getFileName()), environment)
                .orThrow();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    /// Whole or not at all, since containers of one pod may share the folder.
    private static void copy(Path from, Path to) throws IOException {
        Path part = Files.createTempFile(to.toAbsolutePath().getParent(), ".copy", ".part");
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
