package io.datacook.engine.plan;

import io.datacook.engine.recipe.Recipe;
import java.util.List;

/// What a run of a recipe would do. Immutable; made by [Planner], which changes nothing anywhere.
///
/// @param recipe the resolved recipe
/// @param streams in the recipe's order, patterns resolved to streams sorted by name
public record Plan(Recipe recipe, List<StreamPlan> streams) {
    public Plan {
        streams = List.copyOf(streams);
    }
}
