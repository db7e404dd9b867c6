package io.datacook.engine.stage;

import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.StreamRecipe;
import java.util.List;

/// What stands left of the writer: the source and its steps, in this process or in other pods.
///
/// The writer's half of the engine asks this and never a source, so a link may stand here. **Threading:** safe for all
/// threads. **Closing:** an upstream holds nothing by itself; each [Feed] is closed by who opened it.
public interface Upstream {
    /// All streams that a stream's source reaches, sorted by name, for patterns.
    List<StreamInfo> discover(StreamRecipe stream);

    /// Opens one stream; the caller closes it.
    ///
    /// @param stream of the recipe, patterns resolved
    Feed open(StreamRecipe stream);
}
