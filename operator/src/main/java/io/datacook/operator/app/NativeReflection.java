package io.datacook.operator.app;

import io.datacook.crds.Condition;
import io.datacook.crds.ConnectionSpec;
import io.datacook.crds.ConnectionStatus;
import io.datacook.crds.Execution;
import io.datacook.crds.History;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeSpec;
import io.datacook.crds.RecipeStatus;
import io.datacook.crds.Retry;
import io.datacook.crds.Schedule;
import io.datacook.crds.Totals;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.state.RunView;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Records that Jackson reads and writes, for native images.
@RegisterForReflection(
        targets = {
            Condition.class,
            Condition.Status.class,
            ConnectionSpec.class,
            ConnectionSpec.SecretKey.class,
            ConnectionStatus.class,
            Execution.class,
            Execution.Layout.class,
            Execution.RuntimeWish.class,
            Execution.StageOptions.class,
            Execution.Stages.class,
            Frozen.Plan.class,
            Frozen.SecretFile.class,
            History.class,
            RecipeRunSpec.class,
            RecipeRunSpec.Reason.class,
            RecipeRunSpec.RecipeRef.class,
            RecipeRunSpec.RunExecution.class,
            RecipeRunSpec.Window.class,
            RecipeRunStatus.class,
            RecipeRunStatus.ChosenRuntime.class,
            RecipeRunStatus.Lane.class,
            RecipeRunStatus.RunError.class,
            RecipeSpec.class,
            RecipeSpec.DeletionPolicy.class,
            RecipeSpec.Mode.class,
            RecipeSpec.UpgradePolicy.class,
            RecipeStatus.class,
            RecipeStatus.ActiveRun.class,
            RecipeStatus.Checkpoint.class,
            RecipeStatus.Lanes.class,
            RecipeStatus.LastRun.class,
            Retry.class,
            Retry.Backoff.class,
            RunView.class,
            RunView.Attached.class,
            RunView.Outcome.class,
            Schedule.class,
            Schedule.CatchUp.class,
            Schedule.ConcurrencyPolicy.class,
            Stage.class,
            Totals.class,
        })
final class NativeReflection {
    private NativeReflection() {}
}
