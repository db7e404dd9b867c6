package io.datacook.pod;

import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RunValues;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;

/// What a stage works with.
///
/// @param startedAt when the run began
/// @param log hears what `progress` counts, and passes it on
record PodParts(
        PodSettings settings,
        Recipe recipe,
        Directory directory,
        Instant startedAt,
        Vertx vertx,
        LinkRoute route,
        Progress progress,
        PodLog log,
        Drain drain,
        Beat beat,
        Clock clock) {
    /// Opens what the engine borrows; closed by the caller.
    EngineContext open() {
        return EngineContext.open(
                recipe,
                Catalog.load(),
                Environment.system(),
                clock,
                new RunValues(settings.run(), startedAt, null, settings.window()));
    }
}
