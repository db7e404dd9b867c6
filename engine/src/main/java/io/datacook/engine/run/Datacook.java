package io.datacook.engine.run;

import io.datacook.api.StateBackend;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.Pause;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.plan.Plan;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.StateConfig;
import io.datacook.engine.state.FileState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Datacook for programs: five lines load a recipe and run it.
///
/// ```java
/// Recipe recipe = Recipe.load(Path.of("orders.yaml"));
/// RunReport report = Datacook.run(recipe);
/// System.out.println(report.totals().rowsWritten() + " rows, " + report.outcome().word());
/// ```
///
/// Immutable; each `with` gives a changed copy. **Threading:** safe for all threads; runs of the same recipe on the
/// same state exclude each other.
///
/// @param catalog connectors and steps
/// @param environment variables and secrets
/// @param clock the only clock
/// @param listener hears of progress
/// @param stop asks for an early end
/// @param lockWait how long to wait for another run of the same recipe
/// @param state where checkpoints are kept, or `null` for what the recipe says, else `.datacook/state` beside it
/// @param faults where tests make the process die
public record Datacook(
        Catalog catalog,
        Environment environment,
        Clock clock,
        RunListener listener,
        StopSignal stop,
        Duration lockWait,
        @Nullable StateConfig state,
        FaultHook faults) {
    /// With this process's environment and the system's clock, listening to nobody.
    public static Datacook create(Clock clock) {
        return new Datacook(
                Catalog.load(),
                Environment.system(),
                clock,
                RunListener.SILENT,
                StopSignal.NEVER,
                Duration.ZERO,
                null,
                FaultHook.of(System.getenv()));
    }

    /// Runs a recipe with the defaults of [#create].
    ///
    /// @return what became of it; a stream's failure is in its report, see [RunReport#error]
    public static RunReport run(Recipe recipe) {
        Datacook datacook = create(Clocks.SYSTEM);
        return datacook.run(recipe, RunIds.next(datacook.clock().instant()));
    }

    /// The same with another listener.
    public Datacook with(RunListener other) {
        return new Datacook(catalog, environment, clock, other, stop, lockWait, state, faults);
    }

    /// The same with another stop signal.
    public Datacook with(StopSignal other) {
        return new Datacook(catalog, environment, clock, listener, other, lockWait, state, faults);
    }

    /// The same with another place for checkpoints.
    public Datacook with(StateConfig other) {
        return new Datacook(catalog, environment, clock, listener, stop, lockWait, other, faults);
    }

    /// The same, waiting this long for another run of the same recipe.
    public Datacook withLockWait(Duration other) {
        return new Datacook(catalog, environment, clock, listener, stop, other, state, faults);
    }

    /// Runs a recipe.
    ///
    /// @param runId unique, of letters, digits and `-`
    public RunReport run(Recipe recipe, String runId) {
        return inContext(
                recipe,
                runId,
                opened -> new Run(
                                opened.context(),
                                new RunTools(opened.state(), listener, stop, Pause.PARK, lockWait, faults))
                        .run());
    }

    /// What a run would do; changes nothing.
    public Plan plan(Recipe recipe) {
        return inContext(
                recipe, RunIds.next(clock.instant()), opened -> new Planner(opened.context(), opened.state()).plan());
    }

    /// Lends an opened context and state to a function, and closes both.
    public <R> R inContext(Recipe recipe, String runId, Function<Opened, R> function) {
        try (EngineContext context = EngineContext.open(recipe, catalog, environment, clock, runId);
                StateBackend backend = state(context, recipe)) {
            return function.apply(new Opened(context, backend));
        }
    }

    private StateBackend state(EngineContext context, Recipe recipe) {
        StateConfig config = state != null ? state : recipe.state();
        if (config != null) {
            return new Openers(context).state(config);
        }
        return FileState.open(stateFolder(recipe));
    }

    /// Where checkpoints are kept by default.
    public static Path stateFolder(Recipe recipe) {
        return recipe.folder().resolve(".datacook").resolve("state");
    }

    /// A context and the state, both open.
    public record Opened(EngineContext context, StateBackend state) {}
}
