package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.recipe.Catalog;
import io.datacook.engine.recipe.Recipe;

/// A recipe with its context and its checkpoints open.
///
/// **Closing:** the state, then the context.
///
/// @param recipe resolved and checked
/// @param context lends memory, clock and connectors
/// @param state where the recipe's checkpoints are
record Workbench(Recipe recipe, EngineContext context, StateBackend state) implements AutoCloseable {
    /// How a state is opened.
    @FunctionalInterface
    interface StateOpener {
        StateBackend open(Host host, Recipe recipe, EngineContext context);
    }

    /// Reads the recipe and opens both, to look only.
    static Workbench look(Host host, RecipeInput input, StateOption stateOption) {
        Catalog catalog = Catalog.load();
        return open(host, input.load(host, catalog), catalog, stateOption::look, host.newRunId());
    }

    /// Reads the recipe and opens both.
    static Workbench open(Host host, RecipeInput input, StateOption stateOption) {
        Catalog catalog = Catalog.load();
        return open(host, input.load(host, catalog), catalog, stateOption::open, host.newRunId());
    }

    /// Opens both for a recipe.
    static Workbench open(Host host, Recipe recipe, Catalog catalog, StateOpener opener, String runId) {
        EngineContext context = EngineContext.open(recipe, catalog, host.environment(), host.clock(), runId);
        try {
            return new Workbench(recipe, context, opener.open(host, recipe, context));
        } catch (RuntimeException failed) {
            context.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        try {
            state.close();
        } finally {
            context.close();
        }
    }
}
