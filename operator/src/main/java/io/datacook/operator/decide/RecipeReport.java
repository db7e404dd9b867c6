package io.datacook.operator.decide;

import io.datacook.crds.Condition;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeSpec;
import io.datacook.crds.RecipeStatus;
import io.datacook.crds.RecipeStatus.ActiveRun;
import io.datacook.crds.RecipeStatus.Checkpoint;
import io.datacook.crds.RecipeStatus.Lanes;
import io.datacook.crds.RecipeStatus.LastRun;
import io.datacook.crds.Totals;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.resolve.Resolved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the status tells besides conditions.
///
/// @param recipe with its last status
/// @param digest of the resolved recipe, or `null`
/// @param conditions already made
/// @param runs of the recipe
/// @param now when
record RecipeReport(
        Recipe recipe, @Nullable String digest, List<Condition> conditions, RunsOfRecipe runs, Instant now) {
    private static final int ACTIVE_SHOWN = 64;
    private static final int LAG_STEP_SECONDS = 15;

    static RecipeReport status(
            Recipe recipe, Resolved resolved, RunsOfRecipe runs, List<Condition> conditions, Instant now) {
        String digest = resolved instanceof Resolved.Ready runnable ? runnable.digest() : null;
        return new RecipeReport(recipe, digest, conditions, runs, now);
    }

    /// @param lastSchedule the latest time that was dealt with, or `null`
    /// @param nextSchedule when the next run is due, or `null`
    /// @param nonceSeen the restart nonce that was dealt with
    RecipeStatus with(@Nullable Instant lastSchedule, @Nullable Instant nextSchedule, long nonceSeen) {
        RecipeStatus before = recipe.getStatus() == null ? RecipeStatus.empty() : recipe.getStatus();
        List<ActiveRun> active = runs.active().stream()
                .limit(ACTIVE_SHOWN)
                .map(run -> new ActiveRun(run.getMetadata().getName()))
                .toList();
        RecipeRun working = runs.active().isEmpty() ? null : runs.active().getLast();
        int ready = working == null || working.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(working.getStatus().lanesReady(), 0);
        boolean streaming = recipe.getSpec().mode() == RecipeSpec.Mode.STREAMING;
        Instant success = runs.lastSuccess();
        return new RecipeStatus(
                recipe.getMetadata().getGeneration(),
                digest,
                conditions,
                active,
                lastRun(before.lastRun()),
                checkpoint(before.checkpoint(), working),
                lastSchedule == null ? null : Times.text(lastSchedule),
                success == null ? before.lastSuccessfulTime() : Times.text(success),
                nextSchedule == null ? null : Times.text(nextSchedule),
                working == null && !streaming
                        ? null
                        : new Lanes(recipe.getSpec().execution().laneCount(), ready),
                ready,
                "%s=%s,%s=writer".formatted(Labels.RECIPE, recipe.getMetadata().getName(), Labels.STAGE),
                nonceSeen);
    }

    private @Nullable LastRun lastRun(@Nullable LastRun before) {
        RecipeRun run = runs.latest();
        if (run == null) {
            return before;
        }
        RecipeRunStatus status = run.getStatus() == null ? RecipeRunStatus.empty() : run.getStatus();
        String reason = RunsOfRecipe.reason(run);
        String result = !RunsOfRecipe.over(run)
                ? "Running"
                : RunsOfRecipe.succeeded(run) ? "Succeeded" : "Stopped".equals(reason) ? "Stopped" : "Failed";
        Totals totals = status.totals() == null ? new Totals(null, null, null, null) : status.totals();
        return new LastRun(
                run.getMetadata().getName(),
                result,
                reason,
                run.getSpec().attemptNumber(),
                status.startTime(),
                status.completionTime(),
                totals.rowsRead(),
                totals.rowsWritten(),
                totals.rowsRejected(),
                totals.bytes());
    }

    private @Nullable Checkpoint checkpoint(@Nullable Checkpoint before, @Nullable RecipeRun working) {
        RecipeRun latest = working == null ? runs.latest() : working;
        RecipeRunStatus status = latest == null ? null : latest.getStatus();
        if (status == null || status.committedAt() == null) {
            return before == null ? null : new Checkpoint(before.epoch(), before.committedAt(), null);
        }
        Instant committed = Objects.requireNonNull(Times.parse(status.committedAt()));
        // Between runs the lag would only tell when somebody looked last.
        Long lag = working == null
                ? null
                : Long.valueOf(Math.max(0, Duration.between(committed, now).toSeconds()));
        Long told = before == null || !Objects.equals(before.committedAt(), status.committedAt())
                ? null
                : before.lagSeconds();
        // A little more time alone is no reason to write a status.
        boolean near = lag != null && told != null && Math.abs(lag - told) < LAG_STEP_SECONDS;
        return new Checkpoint(status.epoch(), status.committedAt(), near ? told : lag);
    }
}
