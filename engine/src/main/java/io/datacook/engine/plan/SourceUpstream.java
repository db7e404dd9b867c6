package io.datacook.engine.plan;

import io.datacook.api.Source;
import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.Upstream;
import java.util.List;

/// The leftmost part: the source, and the cursor's filter where the source has none of its own.
///
/// **Threading:** safe for all threads.
public final class SourceUpstream implements Upstream {
    private final EngineContext context;
    private final Openers openers;

    /// @param context lends memory and connectors; stays open
    public SourceUpstream(EngineContext context) {
        this.context = context;
        this.openers = new Openers(context);
    }

    @Override
    public List<StreamInfo> discover(StreamRecipe stream) {
        try (Source source = openers.source(stream.source(), "")) {
            return source.discover();
        }
    }

    @Override
    public Feed open(StreamRecipe stream) {
        return new SourceFeed(context, stream, openers.source(stream.source(), stream.name()));
    }
}
