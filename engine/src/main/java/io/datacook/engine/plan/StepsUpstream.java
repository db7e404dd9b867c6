package io.datacook.engine.plan;

import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.Upstream;
import java.util.List;

/// The middle part: holds the rows of another upstream to the recipe's asset and passes them through its steps.
///
/// **Threading:** safe for all threads.
public final class StepsUpstream implements Upstream {
    private final EngineContext context;
    private final Upstream left;

    /// @param context lends memory and steps; stays open
    /// @param left where the rows come from
    public StepsUpstream(EngineContext context, Upstream left) {
        this.context = context;
        this.left = left;
    }

    /// Source and steps in this process.
    public static Upstream local(EngineContext context) {
        return new StepsUpstream(context, new SourceUpstream(context));
    }

    @Override
    public List<StreamInfo> discover(StreamRecipe stream) {
        return left.discover(stream);
    }

    @Override
    public Feed open(StreamRecipe stream) {
        return new StepsFeed(context, stream, left.open(stream));
    }
}
