package io.datacook.operator.decide;

import io.datacook.crds.Execution.RuntimeWish;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunSpec.RunExecution;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeRunStatus.ChosenRuntime;
import io.datacook.crds.RecipeSpec;
import io.datacook.crds.RecipeSpec.Mode;
import io.datacook.operator.desired.Settings.NativeImages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the images of a run: native executables start at once, the JVM overtakes them over many rows.
final class Runtimes {
    /// Rows of one lane from which on the JVM is chosen; measured, it draws level between 30 and 45 million.
    private static final long MANY_ROWS = 40_000_000;

    private Runtimes() {}

    /// The run's own wish before the recipe's; if both leave it open, what fits the mode and the last success.
    ///
    /// @param runs of the recipe, in any order
    static ChosenRuntime choose(RecipeRun run, RecipeSpec recipe, NativeImages images, List<RecipeRun> runs) {
        RunExecution own = run.getSpec().execution();
        RuntimeWish wish =
                own == null || own.runtime() == null ? recipe.execution().runtime() : own.runtime();
        return switch (wish) {
            case NATIVE -> ChosenRuntime.NATIVE;
            case JVM -> ChosenRuntime.JVM;
            case AUTO -> {
                boolean lasting = recipe.mode() == Mode.STREAMING || manyRows(new RunsOfRecipe(runs).lastSucceeded());
                yield images == NativeImages.ABSENT || lasting ? ChosenRuntime.JVM : ChosenRuntime.NATIVE;
            }
        };
    }

    private static boolean manyRows(@Nullable RecipeRun last) {
        RecipeRunStatus status = last == null ? null : last.getStatus();
        if (status == null || status.totals() == null || status.totals().rowsRead() == null) {
            return false;
        }
        int lanes = status.laneCount() == null ? 1 : Math.max(1, status.laneCount());
        return status.totals().rowsRead() / lanes >= MANY_ROWS;
    }
}
