package io.datacook.operator.decide;

import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeRunSpec.Reason;
import io.datacook.crds.RecipeSpec;
import io.datacook.crds.RecipeStatus;
import io.datacook.crds.Schedule;
import io.datacook.operator.decide.Retries.Next;
import io.datacook.operator.desired.Labels;
import io.datacook.operator.desired.Owners;
import io.datacook.operator.resolve.Resolved;
import io.datacook.operator.schedule.Ticks;
import io.datacook.operator.schedule.Ticks.Due;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides which runs of a recipe there should be.
public final class RecipeDecider {
    private final Recipe recipe;
    private final RecipeSpec spec;
    private final Resolved resolved;
    private final RunsOfRecipe runs;
    private final Instant now;
    private final RecipeStatus before;
    private final List<RecipeRun> create = new ArrayList<>();
    private final Set<String> stop = new LinkedHashSet<>();
    private final List<Notice> notices = new ArrayList<>();
    private @Nullable Instant lastSchedule;
    private @Nullable Instant nextSchedule;
    private @Nullable Instant retryAt;
    private @Nullable String scheduleProblem;
    private Next.@Nullable Never gaveUp;
    private long nonceSeen;

    private RecipeDecider(Recipe recipe, Resolved resolved, List<RecipeRun> runs, Instant now) {
        this.recipe = recipe;
        this.spec = recipe.getSpec();
        this.resolved = resolved;
        this.runs = new RunsOfRecipe(runs);
        this.now = now;
        this.before = recipe.getStatus() == null ? RecipeStatus.empty() : recipe.getStatus();
        this.lastSchedule = Times.parse(before.lastScheduleTime());
        this.nonceSeen = spec.nonce();
    }

    /// What to do now.
    ///
    /// @param runs of the recipe, whoever made them
    public static RecipeDecision decide(Recipe recipe, Resolved resolved, List<RecipeRun> runs, Instant now) {
        return new RecipeDecider(recipe, resolved, runs, now).decide();
    }

    private RecipeDecision decide() {
        Schedule schedule = spec.schedule();
        endOutdated();
        if (schedule != null && !spec.forOthersOnly()) {
            onceMore(schedule);
            scheduled(schedule);
        } else if (resolved instanceof Resolved.Ready runnable) {
            changed(runnable);
        }
        if (resolved instanceof Resolved.Ready) {
            retries();
        }
        RecipeConditions conditions = new RecipeConditions(recipe, resolved, runs, now, create);
        conditions.schedule(scheduleProblem, nextSchedule);
        conditions.retry(retryAt, gaveUp);
        RecipeStatus status = RecipeReport.status(recipe, resolved, runs.with(create), conditions.list(), now)
                .with(lastSchedule, nextSchedule, nonceSeen);
        notices.addAll(conditions.notices());
        return new RecipeDecision(
                status,
                List.copyOf(create),
                List.copyOf(stop),
                HistoryLimits.over(runs, spec.history(), now),
                lookAgain(conditions),
                notices);
    }

    /// Ends runs that their recipe has left behind: one that never ends by itself when the recipe is no stream any
    /// more, any when only others extend it.
    private void endOutdated() {
        boolean lasting = SpecChange.of(SpecPart.MODE, spec, resolved).ends(spec.upgradePolicy());
        for (RecipeRun run : runs.active()) {
            boolean left = spec.mode() == RecipeSpec.Mode.BATCH && lasting && RunsOfRecipe.neverEnds(run);
            if (spec.forOthersOnly() || left) {
                stop.add(run.getMetadata().getName());
            }
        }
    }

    /// A changed number runs a recipe with a schedule once more, with the window of its latest run.
    private void onceMore(Schedule schedule) {
        Long seen = before.restartNonce();
        if (seen == null || seen == spec.nonce()) {
            return;
        }
        boolean free = runs.active().isEmpty() || schedule.concurrencyPolicy() == Schedule.ConcurrencyPolicy.ALLOW;
        if (spec.suspended() || !free || !(resolved instanceof Resolved.Ready)) {
            nonceSeen = seen;
            return;
        }
        RecipeRun latest = runs.latestMade();
        RecipeRunSpec.Window window = latest == null ? null : latest.getSpec().window();
        String form = "once more|" + spec.nonce() + "|" + recipe.getMetadata().getUid();
        make(RunNames.changed(recipe.getMetadata().getName(), form), Reason.CHANGE, 1, null, window, null);
    }

    /// Runs by the clock. A run that waits for another stays due, so nothing is forgotten.
    private void scheduled(Schedule schedule) {
        Ticks ticks;
        try {
            ticks = Ticks.of(schedule);
        } catch (IllegalArgumentException e) {
            scheduleProblem = e.getMessage();
            return;
        }
        Instant after = lastSchedule == null ? Times.created(recipe) : lastSchedule;
        if (spec.suspended()) {
            return;
        }
        nextSchedule = ticks.next(now);
        if (!(resolved instanceof Resolved.Ready) || !create.isEmpty()) {
            return;
        }
        List<Due> due = ticks.due(after, now);
        if (due.isEmpty()) {
            Instant missed = ticks.latest(after, now);
            if (missed != null) {
                lastSchedule = missed;
                notices.add(Notice.warning(
                        "RunMissed", "a run was due at %s and could not start in time".formatted(missed)));
            }
            return;
        }
        List<RecipeRun> active = runs.active();
        switch (schedule.concurrencyPolicy()) {
            case ALLOW -> due.forEach(this::tick);
            case FORBID -> {
                if (active.isEmpty()) {
                    tick(due.getFirst());
                }
            }
            case REPLACE -> {
                if (active.isEmpty()) {
                    tick(due.getFirst());
                } else {
                    active.forEach(run -> stop.add(run.getMetadata().getName()));
                }
            }
        }
    }

    private void tick(Due due) {
        Reason reason = due.late() ? Reason.CATCH_UP : Reason.SCHEDULE;
        RecipeRunSpec.Window window = new RecipeRunSpec.Window(Times.text(due.from()), Times.text(due.at()));
        String name = RunNames.scheduled(recipe.getMetadata().getName(), due.at());
        lastSchedule = due.at();
        make(name, reason, 1, null, window, Times.text(due.at()));
    }

    /// One run for each form of the recipe.
    private void changed(Resolved.Ready runnable) {
        String base = RunNames.changed(recipe.getMetadata().getName(), form(runnable));
        if (spec.suspended() || runs.latestAttempt(base) != null || known(base)) {
            return;
        }
        List<RecipeRun> active = runs.active();
        if (active.isEmpty()) {
            make(base, Reason.CHANGE, 1, null, null, null);
        } else if (SpecChange.of(SpecPart.RECIPE, spec, resolved).ends(spec.upgradePolicy())) {
            active.forEach(run -> stop.add(run.getMetadata().getName()));
        }
    }

    /// What makes it another run. A recipe that was deleted and made again is another one although it says the
    /// same: the state service still knows the run of the former. One that never ends also begins anew when its
    /// pods are made otherwise.
    private String form(Resolved.Ready runnable) {
        String form = runnable.digest() + "|" + spec.nonce() + "|"
                + recipe.getMetadata().getUid();
        boolean pods = SpecChange.of(SpecPart.EXECUTION, spec, resolved).begins();
        return pods ? form + "|" + Serialization.asJson(spec.execution()) + "|streaming" : form;
    }

    /// Whether the status remembers a run that is gone.
    private boolean known(String base) {
        RecipeStatus.LastRun last = before.lastRun();
        return last != null && (last.name().equals(base) || last.name().matches(Pattern.quote(base) + "-[0-9]{1,2}"));
    }

    private void retries() {
        RecipeRun latest = runs.latestMade();
        if (latest == null || !create.isEmpty() || !RunsOfRecipe.over(latest) || RunsOfRecipe.succeeded(latest)) {
            return;
        }
        boolean outdated = spec.schedule() == null
                && resolved instanceof Resolved.Ready runnable
                && !RunsOfRecipe.base(latest)
                        .equals(RunNames.changed(recipe.getMetadata().getName(), form(runnable)));
        if (outdated) {
            return;
        }
        Next next = Retries.after(latest, spec.retry());
        if (next instanceof Next.Never never) {
            gaveUp = never;
        } else if (next instanceof Next.Again(int attempt, Instant at) && Retries.nameable(next)) {
            if (spec.suspended() || !runs.active().isEmpty()) {
                return;
            }
            if (at.isAfter(now)) {
                retryAt = at;
                return;
            }
            RecipeRunSpec old = latest.getSpec();
            String base = RunsOfRecipe.base(latest);
            make(RunNames.attempt(base, attempt), Reason.RETRY, attempt, base, old.window(), old.scheduledAt());
        }
    }

    private void make(
            String name,
            Reason reason,
            int attempt,
            @Nullable String retryOf,
            RecipeRunSpec.@Nullable Window window,
            @Nullable String scheduledAt) {
        if (runs.named(name) != null) {
            return;
        }
        String owner = recipe.getMetadata().getName();
        RecipeRun run = new RecipeRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(recipe.getMetadata().getNamespace())
                .withLabels(Labels.of(owner, name))
                .addToAnnotations(
                        Labels.GENERATION, String.valueOf(recipe.getMetadata().getGeneration()))
                .withOwnerReferences(Owners.of(recipe))
                .build());
        run.setSpec(new RecipeRunSpec(
                new RecipeRunSpec.RecipeRef(owner),
                ((Resolved.Ready) resolved).digest(),
                window,
                reason,
                attempt,
                retryOf,
                scheduledAt,
                null));
        create.add(run);
        notices.add(Notice.normal(
                "RunCreated", "run %s: %s".formatted(name, reason.name().toLowerCase(Locale.ROOT))));
    }

    private @Nullable Duration lookAgain(RecipeConditions conditions) {
        return Stream.of(
                        nextSchedule == null ? null : Duration.between(now, nextSchedule),
                        retryAt == null ? null : Duration.between(now, retryAt),
                        HistoryLimits.next(runs, spec.history(), now),
                        conditions.lookAgain())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(shortest -> shortest.isPositive() ? shortest : Duration.ofSeconds(1))
                .orElse(null);
    }
}
