package io.datacook.operator.decide;

import io.datacook.api.Consequence;
import io.datacook.api.ErrorKind;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Durations;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus.RunError;
import io.datacook.crds.Totals;
import io.datacook.operator.decide.RunObserved.Answer;
import io.datacook.operator.decide.RunObserved.Wish;
import io.datacook.operator.desired.DesiredRun;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a run is over, and how. Success comes from the committed state alone, never from a pod's phase.
final class RunEnd {
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private RunEnd() {}

    /// How a run ended.
    ///
    /// @param succeeded whether it did what it should
    /// @param reason one word
    /// @param message for people
    /// @param error what ended it, or `null`
    record End(
            Status succeeded,
            String reason,
            String message,
            @Nullable RunError error) {}

    /// How a run ended, or `null` if it goes on.
    ///
    /// @param startingSince since when its pods have been starting, or `null` if all have been at work
    static @Nullable End of(RecipeRun run, RunObserved seen, PodsOfRun pods, @Nullable Instant startingSince) {
        End told = told(seen, startingSince);
        if (told != null) {
            return told;
        }
        if ((seen.wish() == Wish.STOP || seen.wish() == Wish.ABORT) && !pods.working()) {
            return new End(Status.FALSE, "Stopped", "the run was stopped; what it committed stays", null);
        }
        if (seen.wish() != Wish.WORK) {
            return null;
        }
        End failed = failedJob(seen, pods);
        if (failed != null) {
            return failed;
        }
        End lost = lostCompletion(run, seen);
        return lost != null ? lost : startTimeout(seen, pods, startingSince);
    }

    /// What the state service says.
    private static @Nullable End told(RunObserved seen, @Nullable Instant startingSince) {
        if (!(seen.state() instanceof Answer.Known(RunView view)) || view == null) {
            return null;
        }
        return switch (view.outcome()) {
            case RUNNING -> null;
            case SUCCEEDED -> new End(Status.TRUE, "Completed", rows(view.totals()), null);
            case STOPPED ->
                stoppedByOthers(view, seen, startingSince)
                        ? new End(Status.FALSE, "Stopped", "the run was stopped; what it committed stays", null)
                        : null;
            case FAILED -> {
                RunError error = view.error() == null
                        ? new RunError(null, "INTERNAL", "the run failed and did not say why", null)
                        : view.error();
                yield new End(Status.FALSE, reason(error), message(error), error);
            }
        };
    }

    /// A run that drained because it was suspended or evicted goes on; one that somebody cancelled at the state service
    /// does not. It is cancelled if nobody attached for a while since.
    private static boolean stoppedByOthers(RunView view, RunObserved seen, @Nullable Instant startingSince) {
        Instant ended = Times.parse(view.endedAt());
        if (seen.wish() != Wish.WORK || ended == null || !seen.now().isAfter(ended.plus(SILENCE))) {
            return false;
        }
        boolean before = startingSince != null && ended.isBefore(startingSince);
        return !before
                && view.lanes().stream()
                        .map(lane -> Times.parse(lane.seenAt()))
                        .noneMatch(heard -> heard != null && heard.isAfter(ended));
    }

    private static String rows(@Nullable Totals totals) {
        if (totals == null || totals.rowsWritten() == null) {
            return "everything is committed";
        }
        long rejected = totals.rowsRejected() == null ? 0 : totals.rowsRejected();
        return "%d rows are committed%s"
                .formatted(totals.rowsWritten(), rejected == 0 ? "" : ", %d were rejected".formatted(rejected));
    }

    /// By the one table of errors; what names no kind is a fault.
    static String reason(RunError error) {
        String named = error.kind() == null ? "" : error.kind().toUpperCase(Locale.ROOT);
        ErrorKind kind = Arrays.stream(ErrorKind.values())
                .filter(one -> one.name().equals(named))
                .findFirst()
                .orElse(ErrorKind.INTERNAL);
        return Consequence.of(kind).reason();
    }

    private static String message(RunError error) {
        StringBuilder text = new StringBuilder();
        if (error.code() != null) {
            text.append(error.code()).append(' ');
        }
        if (error.place() != null) {
            text.append(error.place()).append(": ");
        }
        return text.append(error.message() == null ? "the run failed" : error.message())
                .toString();
    }

    private static @Nullable End failedJob(RunObserved seen, PodsOfRun pods) {
        for (Job job : seen.jobs()) {
            JobCondition failed = condition(job, "Failed");
            if (failed == null) {
                continue;
            }
            if ("DeadlineExceeded".equals(failed.getReason())) {
                return new End(
                        Status.FALSE,
                        "DeadlineExceeded",
                        "the run took longer than execution.activeDeadlineSeconds",
                        new RunError(null, "EXTERNAL", "the run took too long", null));
            }
            RunError words = pods.lastWords();
            if (words == null) {
                String text = "job %s failed: %s".formatted(job.getMetadata().getName(), failed.getMessage());
                words = new RunError(null, "EXTERNAL", text, null);
            }
            return new End(Status.FALSE, reason(words), message(words), words);
        }
        return null;
    }

    private static @Nullable JobCondition condition(Job job, String type) {
        return job.getStatus() == null
                ? null
                : job.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                        .findFirst()
                        .orElse(null);
    }

    /// The writer's pods are done, and nothing says that everything is committed.
    private static @Nullable End lostCompletion(RecipeRun run, RunObserved seen) {
        if (!(seen.state() instanceof Answer.Known)) {
            return null;
        }
        String writer = DesiredRun.workload(seen.frozen(), run.getMetadata().getName(), Stage.WRITER);
        List<Job> done = seen.jobs().stream()
                .filter(job -> job.getMetadata().getName().equals(writer) && condition(job, "Complete") != null)
                .toList();
        if (done.isEmpty()) {
            return null;
        }
        String text = "all writers ended, but the state service does not know of a completed run";
        return new End(Status.FALSE, "LostCompletion", text, new RunError(null, "INTERNAL", text, null));
    }

    private static @Nullable End startTimeout(RunObserved seen, PodsOfRun pods, @Nullable Instant startingSince) {
        String setting = seen.frozen().plan().execution().startTimeout();
        Duration timeout = Durations.parse(setting);
        if (!RunDecider.ends(seen) || startingSince == null || !seen.now().isAfter(startingSince.plus(timeout))) {
            return null;
        }
        String obstacle = pods.obstacle();
        String text = "the pods did not start within %s%s".formatted(setting, obstacle == null ? "" : ": " + obstacle);
        return new End(Status.FALSE, "StartTimeout", text, new RunError(null, "EXTERNAL", text, null));
    }
}
