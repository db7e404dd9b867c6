package io.datacook.operator.decide;

import io.datacook.crds.Condition;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeSpec;
import io.datacook.operator.decide.Retries.Next;
import io.datacook.operator.resolve.Resolved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The five conditions of a recipe, as kstatus and Argo CD read them: all are there from the first visit on.
///
/// Stalled is true when only a person can mend it, Reconciling while the operator still works on it, Ready when the
/// recipe does what it should. At most one of Stalled and Reconciling is true.
final class RecipeConditions {
    /// How long a missing connection or parent may take to appear before the recipe counts as stalled.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RecipeSpec spec;
    private final Resolved resolved;
    private final RunsOfRecipe runs;
    private final List<RecipeRun> created;
    private final List<Condition> before;
    private final Conditions conditions;
    private final Instant now;
    private @Nullable String scheduleProblem;
    private @Nullable Instant nextSchedule;
    private @Nullable Instant retryAt;
    private Next.@Nullable Never gaveUp;
    private @Nullable Duration lookAgain;

    RecipeConditions(Recipe recipe, Resolved resolved, RunsOfRecipe runs, Instant now, List<RecipeRun> created) {
        this.spec = recipe.getSpec();
        this.resolved = resolved;
        this.runs = runs;
        this.now = now;
        this.created = created;
        this.before =
                recipe.getStatus() == null ? List.of() : recipe.getStatus().conditions();
        this.conditions = new Conditions(before, recipe.getMetadata().getGeneration(), now);
    }

    void schedule(@Nullable String problem, @Nullable Instant next) {
        scheduleProblem = problem;
        nextSchedule = next;
    }

    void retry(@Nullable Instant at, Next.@Nullable Never never) {
        retryAt = at;
        gaveUp = never;
    }

    /// When to look again although nothing happened, or `null`; known once the list is made.
    @Nullable
    Duration lookAgain() {
        return lookAgain;
    }

    List<Condition> list() {
        suspended();
        references();
        if (resolved instanceof Resolved.Broken broken) {
            broken(broken);
        } else if (scheduleProblem != null) {
            three(Status.FALSE, Status.FALSE, Status.TRUE, "InvalidSchedule", scheduleProblem);
        } else if (resolved instanceof Resolved.Abstract) {
            three(Status.TRUE, Status.FALSE, Status.FALSE, "Abstract", "other recipes extend it; it never runs");
        } else if (gaveUp != null) {
            three(Status.FALSE, Status.FALSE, Status.TRUE, gaveUp.reason(), gaveUp.message());
        } else if (retryAt != null) {
            String message = "the last run failed; the next attempt is at " + Times.text(retryAt);
            three(Status.FALSE, Status.TRUE, Status.FALSE, "Retrying", message);
        } else {
            healthy();
        }
        return conditions.list();
    }

    private void suspended() {
        if (!spec.suspended()) {
            conditions.set("Suspended", Status.FALSE, "NotSuspended", "the recipe may run");
            return;
        }
        boolean draining = runs.active().stream().anyMatch(RecipeConditions::drains);
        conditions.set(
                "Suspended",
                Status.TRUE,
                draining ? "Draining" : "Suspended",
                draining ? "the run under way commits what it has" : "suspended by spec.suspend; checkpoints stay");
    }

    private static boolean drains(RecipeRun run) {
        return run.getStatus() != null
                && run.getStatus().condition("Draining") instanceof Condition condition
                && condition.status() == Status.TRUE;
    }

    private void references() {
        if (resolved instanceof Resolved.Broken broken && broken.reason().waitsForOthers()) {
            conditions.set("ReferencesResolved", Status.FALSE, broken.reason().word(), broken.message());
        } else {
            int count = resolved.connections().size() + resolved.parents().size();
            conditions.set(
                    "ReferencesResolved",
                    Status.TRUE,
                    "Resolved",
                    count == 0 ? "it refers to nothing" : "everything it refers to is there");
        }
    }

    private void broken(Resolved.Broken broken) {
        String reason = broken.reason().word();
        if (broken.reason().waitsForOthers()) {
            Duration missing = Duration.between(conditions.since("ReferencesResolved"), now);
            if (missing.compareTo(PATIENCE) < 0) {
                three(Status.FALSE, Status.TRUE, Status.FALSE, reason, broken.message());
                lookAgain = PATIENCE.minus(missing);
                return;
            }
        }
        three(Status.FALSE, Status.FALSE, Status.TRUE, reason, broken.message());
    }

    private void healthy() {
        RecipeRun latest = created.isEmpty() ? runs.latestMade() : created.getLast();
        boolean working = !created.isEmpty() || !runs.active().isEmpty();
        if (spec.suspended()) {
            three(Status.TRUE, Status.FALSE, Status.FALSE, "Suspended", "suspended by spec.suspend; checkpoints stay");
        } else if (spec.mode() == RecipeSpec.Mode.STREAMING) {
            streaming(latest);
        } else if (spec.schedule() != null) {
            String next = nextSchedule == null ? "never again" : "at " + Times.text(nextSchedule);
            String message = working ? "a run is at work; the next is due " + next : "the next run is due " + next;
            three(Status.TRUE, Status.FALSE, Status.FALSE, working ? "Running" : "Scheduled", message);
        } else if (latest != null && RunsOfRecipe.succeeded(latest) && !working) {
            three(Status.TRUE, Status.FALSE, Status.FALSE, "Completed", "everything is loaded");
        } else if (latest == null) {
            three(Status.TRUE, Status.FALSE, Status.FALSE, "Completed", "the run of this form is over and gone");
        } else {
            three(Status.FALSE, Status.TRUE, Status.FALSE, "Running", runMessage(latest));
        }
    }

    private void streaming(@Nullable RecipeRun latest) {
        boolean works = latest != null
                && latest.getStatus() != null
                && !RunsOfRecipe.over(latest)
                && latest.getStatus().condition("Running") instanceof Condition condition
                && condition.status() == Status.TRUE;
        if (works) {
            three(Status.TRUE, Status.FALSE, Status.FALSE, "Streaming", "all lanes are at work");
        } else {
            String message = latest == null ? "the run is being made" : runMessage(latest);
            three(Status.FALSE, Status.TRUE, Status.FALSE, "Starting", message);
        }
    }

    private static String runMessage(RecipeRun run) {
        String name = run.getMetadata().getName();
        Condition condition = run.getStatus() == null ? null : run.getStatus().condition("Running");
        return condition == null ? "run %s begins".formatted(name) : "run %s: %s".formatted(name, condition.message());
    }

    private void three(Status ready, Status reconciling, Status stalled, String reason, String message) {
        conditions.set("Ready", ready, reason, message);
        conditions.set("Reconciling", reconciling, reason, message);
        conditions.set("Stalled", stalled, reason, message);
    }

    /// One event for each change of the reason, never for each visit.
    List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        Condition stalled = Conditions.find(conditions.list(), "Stalled");
        Condition old = Conditions.find(before, "Stalled");
        if (stalled != null && stalled.status() == Status.TRUE) {
            if (old == null || old.status() != Status.TRUE || !old.reason().equals(stalled.reason())) {
                notices.add(Notice.warning(stalled.reason(), stalled.message()));
            }
        } else if (old != null && old.status() == Status.TRUE) {
            notices.add(Notice.normal("Recovered", "the recipe is no longer stalled"));
        }
        return notices;
    }
}
