package io.datacook.operator.decide;

import io.datacook.crds.Condition;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeRunSpec.Reason;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The runs of a recipe, oldest first.
final class RunsOfRecipe {
    private static final Comparator<RecipeRun> AGE = Comparator.comparing(RunsOfRecipe::since)
            .thenComparingInt(run -> run.getSpec().attemptNumber())
            .thenComparing(run -> run.getMetadata().getName());

    private final List<RecipeRun> runs;

    RunsOfRecipe(List<RecipeRun> runs) {
        this.runs = runs.stream()
                .filter(run -> run.getMetadata().getDeletionTimestamp() == null)
                .sorted(AGE)
                .toList();
    }

    private RunsOfRecipe(List<RecipeRun> older, List<RecipeRun> made) {
        this.runs = Stream.concat(older.stream(), made.stream()).toList();
    }

    /// These and, after them, runs that are about to be made.
    RunsOfRecipe with(List<RecipeRun> made) {
        return new RunsOfRecipe(runs, made);
    }

    /// What a run stands for in time: when it was due, else when it was made.
    private static Instant since(RecipeRun run) {
        Instant due = Times.parse(run.getSpec().scheduledAt());
        return due == null ? Times.created(run) : due;
    }

    List<RecipeRun> all() {
        return runs;
    }

    static boolean over(RecipeRun run) {
        return run.getStatus() != null && run.getStatus().completionTime() != null;
    }

    /// Whether a run, as it was frozen when it began, never ends by itself.
    static boolean neverEnds(RecipeRun run) {
        return run.getStatus() != null && run.getStatus().mode() == RecipeSpec.Mode.STREAMING;
    }

    static boolean succeeded(RecipeRun run) {
        return run.getStatus() != null
                && run.getStatus().condition("Succeeded") instanceof Condition condition
                && condition.status() == Status.TRUE;
    }

    static @Nullable String reason(RecipeRun run) {
        Condition condition = run.getStatus() == null ? null : run.getStatus().condition("Succeeded");
        return condition == null ? null : condition.reason();
    }

    /// Whether the operator made it, so that its failure is the recipe's to mend.
    static boolean made(RecipeRun run) {
        Reason reason = run.getSpec().reason();
        return reason != Reason.MANUAL && reason != Reason.BACKFILL;
    }

    /// The name that all attempts of a run share.
    static String base(RecipeRun run) {
        RecipeRunSpec spec = run.getSpec();
        return spec.retryOf() == null ? run.getMetadata().getName() : spec.retryOf();
    }

    List<RecipeRun> active() {
        return runs.stream().filter(run -> !over(run)).toList();
    }

    @Nullable
    RecipeRun latest() {
        return runs.isEmpty() ? null : runs.getLast();
    }

    /// The latest attempt of a run, or `null`.
    @Nullable
    RecipeRun latestAttempt(String base) {
        return runs.stream()
                .filter(run -> base(run).equals(base))
                .max(Comparator.comparingInt(run -> run.getSpec().attemptNumber()))
                .orElse(null);
    }

    /// The latest that the operator made, or `null`.
    @Nullable
    RecipeRun latestMade() {
        return runs.stream()
                .filter(RunsOfRecipe::made)
                .reduce((_, later) -> later)
                .orElse(null);
    }

    @Nullable
    RecipeRun named(String name) {
        return runs.stream()
                .filter(run -> run.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    static @Nullable Instant ended(RecipeRun run) {
        RecipeRunStatus status = run.getStatus();
        return status == null ? null : Times.parse(status.completionTime());
    }

    /// The run that succeeded last, or `null`.
    @Nullable
    RecipeRun lastSucceeded() {
        return runs.stream()
                .filter(run -> succeeded(run) && ended(run) != null)
                .max(Comparator.comparing(run -> Objects.requireNonNull(ended(run))))
                .orElse(null);
    }

    @Nullable
    Instant lastSuccess() {
        RecipeRun last = lastSucceeded();
        return last == null ? null : ended(last);
    }
}
