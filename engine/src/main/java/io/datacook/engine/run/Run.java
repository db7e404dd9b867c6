package io.datacook.engine.run;

import io.datacook.engine.load.Lane;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.plan.StepsUpstream;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Upstream;
import java.time.Instant;
import java.util.List;

/// The engine in one process: every stream of a recipe, side by side, each from its source to its destination.
///
/// ```
/// for each stream        StreamRun.load: plan → open the window → lanes → finish the window
///   for each lane        window.load(split, adapt(transform(validate(filter(extract(split))))))
/// ```
///
/// **Threading:** one run at a time; its lanes are virtual threads that it joins.
public final class Run {
    private final EngineContext context;
    private final RunTools tools;
    private final Upstream upstream;
    private final Lane lane;

    /// A run with source and steps in this process.
    ///
    /// @param context lends memory, clock, connectors; stays open
    /// @param tools state, listener, stop signal; stay open
    public Run(EngineContext context, RunTools tools) {
        this(context, tools, StepsUpstream.local(context), Lane.alone(context.runId()));
    }

    /// @param context lends memory, clock, connectors; stays open
    /// @param tools state, listener, stop signal; stay open
    /// @param upstream gives the rows
    /// @param lane this process's share of the run
    public Run(EngineContext context, RunTools tools, Upstream upstream, Lane lane) {
        this.context = context;
        this.tools = tools;
        this.upstream = upstream;
        this.lane = lane;
    }

    /// Loads everything the recipe says, and tells what became of it: a stream's failure is in its report and does
    /// not keep other streams from being loaded.
    ///
    /// @throws io.datacook.api.DatacookException if the streams themselves cannot be found
    public RunReport run() {
        Recipe recipe = context.recipe();
        Instant startedAt = context.startedAt();
        List<StreamRecipe> streams = new Planner(context, tools.state(), upstream).streams();
        try (Lanes lanes = new Lanes(recipe.runtime().parallelism())) {
            List<StreamReport> reports =
                    lanes.each(streams, stream -> new StreamRun(context, tools, upstream, lane, lanes, stream).load());
            return new RunReport(
                    context.runId(),
                    recipe.name(),
                    recipe.digest(),
                    startedAt,
                    context.clock().instant(),
                    reports);
        }
    }
}
