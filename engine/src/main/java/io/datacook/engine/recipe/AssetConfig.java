package io.datacook.engine.recipe;

import java.nio.file.Path;

/// A dataset's definition and how strictly rows are held to it.
///
/// @param path the definition's file, absolute
/// @param mode what happens to rows that break it
/// @param place where the recipe names it
public record AssetConfig(Path path, Mode mode, Place place) {
    /// What happens to rows that break the definition.
    public enum Mode {
        /// The run ends.
        STRICT,
        /// The row is loaded, the finding logged and counted.
        WARN,
        /// The row goes where [StreamRecipe#errors] sends it.
        QUARANTINE
    }
}
