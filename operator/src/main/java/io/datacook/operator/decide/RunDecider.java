package io.datacook.operator.decide;

import io.datacook.crds.Condition;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Durations;
import io.datacook.crds.Execution;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeRunStatus.Lane;
import io.datacook.crds.RecipeRunStatus.RunError;
import io.datacook.crds.RecipeSpec;
import io.datacook.operator.decide.RunDecision.Cancel;
import io.datacook.operator.decide.RunEnd.End;
import io.datacook.operator.decide.RunObserved.Answer;
import io.datacook.operator.decide.RunObserved.Wish;
import io.datacook.operator.desired.DesiredRun;
import io.datacook.operator.desired.DesiredRun.Activity;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides what to do for a run, and whether it is over.
public final class RunDecider {
    /// How often the state service is asked while a run works.
    private static final Duration ASK = Duration.ofSeconds(5);

    /// How long pods of a run that is over may take to end by themselves.
    private static final Duration FAREWELL = Duration.ofMinutes(1);

    private static final int LANES_SHOWN = 64;

    private final RecipeRun run;
    private final RunObserved seen;
    private final PodsOfRun pods;
    private final RecipeRunStatus before;
    private final Conditions conditions;
    private final List<Notice> notices = new ArrayList<>();

    private RunDecider(RecipeRun run, RunObserved seen) {
        this.run = run;
        this.seen = seen;
        this.pods = new PodsOfRun(seen.pods());
        this.before = run.getStatus() == null ? RecipeRunStatus.empty() : run.getStatus();
        this.conditions = new Conditions(before.conditions(), run.getMetadata().getGeneration(), seen.now());
    }

    /// What to do now.
    public static RunDecision decide(RecipeRun run, RunObserved seen) {
        return new RunDecider(run, seen).decide();
    }

    /// The status of a run that cannot begin.
    ///
    /// @param reason one word
    /// @param message for people
    public static RunDecision refuse(RecipeRun run, String reason, String message, Instant now) {
        RecipeRunStatus before = run.getStatus() == null ? RecipeRunStatus.empty() : run.getStatus();
        List<Condition> conditions = new Conditions(
                        before.conditions(), run.getMetadata().getGeneration(), now)
                .set("Succeeded", Status.FALSE, reason, message)
                .set("Running", Status.FALSE, reason, message)
                .set("Draining", Status.FALSE, reason, message)
                .list();
        RecipeRunStatus status = new RecipeRunStatus(
                run.getMetadata().getGeneration(),
                null,
                conditions,
                Times.text(now),
                Times.text(now),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                new RunError(null, "USER", message, null),
                null,
                null);
        return new RunDecision(
                status,
                Set.of(),
                Activity.SUSPENDED,
                List.of(),
                Cancel.NO,
                null,
                List.of(Notice.warning(reason, message)));
    }

    private RunDecision decide() {
        if (before.completionTime() != null) {
            return farewell();
        }
        if (before.startTime() == null) {
            notices.add(Notice.normal("Started", "the run begins with recipe " + shortDigest()));
        }
        End end = RunEnd.of(run, seen, pods, runningSince());
        if (end != null) {
            return over(end);
        }
        boolean rests = seen.wish() != Wish.WORK;
        Activity activity = rests ? resting() : working();
        int restarts = pods.restarts();
        if (restarts > Objects.requireNonNullElse(before.restarts(), 0)) {
            RunError words = pods.lastWords();
            notices.add(Notice.warning(
                    "AttemptFailed",
                    "a pod failed and is replaced"
                            + (words == null || words.message() == null ? "" : ": " + words.message())));
        }
        boolean cancel = seen.wish() == Wish.ABORT && pods.working();
        return new RunDecision(
                status(null, null),
                started(),
                activity,
                pods.lost(patience(), seen.now()),
                cancel ? Cancel.YES : Cancel.NO,
                lookAgain(rests),
                notices);
    }

    private String shortDigest() {
        return seen.frozen()
                .digest()
                .substring(0, Math.min(15, seen.frozen().digest().length()));
    }

    /// When the run was last told to begin or go on, or `null` if all its pods have been at work since. The start
    /// timeout counts from there, and what the state service told before is no news.
    private @Nullable Instant runningSince() {
        Condition running = before.condition("Running");
        if (running == null) {
            return null;
        }
        return switch (running.status()) {
            case TRUE -> null;
            case UNKNOWN -> Instant.parse(running.lastTransitionTime());
            // It rested until now.
            case FALSE -> seen.now();
        };
    }

    /// Writers first; whoever does not wait for them ends all at once.
    private Activity resting() {
        boolean draining = pods.working();
        String reason = seen.wish() != Wish.REST ? "Stopping" : draining ? "Draining" : "Suspended";
        String message = draining
                ? "the pods commit what they have and end"
                : "the recipe is suspended; the run goes on when it is no longer";
        conditions.set("Succeeded", Status.UNKNOWN, reason, message);
        conditions.set("Running", Status.FALSE, reason, message);
        conditions.set("Draining", Conditions.of(draining), reason, message);
        boolean inOrder = seen.wish() != Wish.ABORT && pods.working(Stage.WRITER);
        return inOrder ? Activity.DRAINING : Activity.SUSPENDED;
    }

    private Activity working() {
        boolean begun = allBegun();
        String obstacle = pods.obstacle();
        if (seen.state() instanceof Answer.Unavailable(String why)) {
            conditions.set("Succeeded", Status.UNKNOWN, "StateServiceUnreachable", why);
        } else {
            conditions.set("Succeeded", Status.UNKNOWN, "Running", "the run is not over");
        }
        if (begun) {
            conditions.set("Running", Status.TRUE, "PodsRunning", "all lanes are at work");
        } else if (before.condition("Running") instanceof Condition running && running.status() == Status.TRUE) {
            String message = obstacle == null ? "a pod is being replaced" : obstacle;
            conditions.set("Running", Status.TRUE, "PodsReplaced", message);
        } else {
            String message = obstacle == null ? "pods are starting" : obstacle;
            conditions.set("Running", Status.UNKNOWN, "Starting", message);
        }
        conditions.set("Draining", Status.FALSE, "NotDraining", "nothing asks the run to stop");
        return Activity.WORKING;
    }

    private boolean allBegun() {
        return DesiredRun.stages(seen.frozen()).stream()
                .allMatch(stage -> pods.begun(stage) >= execution().laneCount());
    }

    /// Sink first: a stage may start when all pods of those behind it have a place on a node. So no extractor takes
    /// the room of a writer that others wait for, and starting still takes one pod's time, not three.
    private Set<Stage> started() {
        Set<Stage> started = EnumSet.noneOf(Stage.class);
        for (Stage stage : DesiredRun.stages(seen.frozen())) {
            started.add(stage);
            boolean exists = exists(stage);
            boolean later = DesiredRun.stages(seen.frozen()).stream()
                    .anyMatch(other -> !started.contains(other) && exists(other));
            if (!later && (!exists || pods.placed(stage) < execution().laneCount())) {
                break;
            }
        }
        return started;
    }

    private boolean exists(Stage stage) {
        String name = DesiredRun.workload(seen.frozen(), run.getMetadata().getName(), stage);
        return Stream.concat(seen.jobs().stream(), seen.sets().stream())
                .map(HasMetadata::getMetadata)
                .anyMatch(metadata -> metadata.getName().equals(name));
    }

    private RunDecision over(End end) {
        conditions.set("Succeeded", end.succeeded(), end.reason(), end.message());
        conditions.set("Running", Status.FALSE, end.reason(), end.message());
        conditions.set("Draining", Status.FALSE, "Over", "the run is over");
        notices.add(
                end.succeeded() == Status.TRUE
                        ? Notice.normal(end.reason(), end.message())
                        : Notice.warning(end.reason(), end.message()));
        boolean failed = end.succeeded() != Status.TRUE;
        return new RunDecision(
                status(Times.text(seen.now()), end.error()),
                existing(),
                failed ? Activity.SUSPENDED : Activity.WORKING,
                pods.lost(patience(), seen.now()),
                failed && pods.working() ? Cancel.YES : Cancel.NO,
                FAREWELL,
                notices);
    }

    /// Nothing changes any more, but pods that would not end by themselves are ended.
    private RunDecision farewell() {
        Instant ended = Objects.requireNonNull(Times.parse(before.completionTime()));
        boolean late = seen.now().isAfter(ended.plus(FAREWELL));
        boolean failed =
                !(before.condition("Succeeded") instanceof Condition condition && condition.status() == Status.TRUE);
        Activity activity = failed || late ? Activity.SUSPENDED : Activity.WORKING;
        Duration again = pods.working() ? FAREWELL : null;
        return new RunDecision(
                before, existing(), activity, pods.lost(patience(), seen.now()), Cancel.NO, again, List.of());
    }

    private Set<Stage> existing() {
        Set<Stage> existing = EnumSet.noneOf(Stage.class);
        DesiredRun.stages(seen.frozen()).stream().filter(this::exists).forEach(existing::add);
        return existing;
    }

    private RecipeRunStatus status(@Nullable String completed, @Nullable RunError error) {
        RunView view = seen.state() instanceof Answer.Known(RunView known) ? known : null;
        return new RecipeRunStatus(
                run.getMetadata().getGeneration(),
                seen.frozen().digest(),
                conditions.list(),
                before.startTime() == null ? Times.text(seen.now()) : before.startTime(),
                completed,
                view == null || view.totals() == null ? before.totals() : view.totals(),
                view == null || view.epoch() == null ? before.epoch() : view.epoch(),
                view == null || view.committedAt() == null ? before.committedAt() : view.committedAt(),
                Math.max(pods.restarts(), Objects.requireNonNullElse(before.restarts(), 0)),
                view == null ? before.lanes() : lanes(view),
                execution().laneCount(),
                (int) pods.ready(Stage.WRITER),
                error,
                seen.frozen().plan().mode(),
                seen.frozen().plan().runtime());
    }

    private static List<Lane> lanes(RunView view) {
        return view.lanes().stream()
                .limit(LANES_SHOWN)
                .map(lane -> new Lane(lane.lane(), lane.stage(), lane.pod()))
                .toList();
    }

    private @Nullable Duration lookAgain(boolean rests) {
        Instant lost = pods.lostNext(patience(), seen.now());
        Duration untilLost = lost == null ? null : Duration.between(seen.now(), lost);
        if (rests) {
            return untilLost;
        }
        return untilLost == null || ASK.compareTo(untilLost) < 0 ? ASK : untilLost;
    }

    private Duration patience() {
        return Durations.parse(execution().nodeLostTimeout());
    }

    private Execution execution() {
        return seen.frozen().plan().execution();
    }

    /// Whether the run is one that ends.
    static boolean ends(RunObserved seen) {
        return seen.frozen().plan().mode() == RecipeSpec.Mode.BATCH;
    }
}
