package io.datacook.operator.decide;

import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeSpec;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Settings;
import io.datacook.operator.resolve.Resolved;
import java.util.List;

/// Takes from a recipe what a run of it keeps until its end.
public final class Freezer {
    private Freezer() {}

    /// What the run keeps.
    ///
    /// @param resolved the recipe, ready to run
    /// @param runs of the recipe, in any order
    public static Frozen freeze(
            Recipe recipe, Resolved.Ready resolved, RecipeRun run, List<RecipeRun> runs, Settings settings) {
        RecipeSpec spec = recipe.getSpec();
        Frozen.Plan plan = new Frozen.Plan(
                spec.mode(),
                spec.execution(),
                resolved.secrets(),
                Runtimes.choose(run, spec, settings.nativeImages(), runs));
        return new Frozen(resolved.digest(), resolved.recipeYaml(), resolved.connectionsYaml(), plan);
    }
}
