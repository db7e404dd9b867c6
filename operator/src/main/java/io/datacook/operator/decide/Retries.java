package io.datacook.operator.decide;

import io.datacook.crds.Durations;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus.RunError;
import io.datacook.crds.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether and when a failed run is tried again.
final class Retries {
    private Retries() {}

    /// What comes after a failed run.
    sealed interface Next {
        /// Another attempt.
        ///
        /// @param attempt its number
        /// @param at when
        record Again(int attempt, Instant at) implements Next {}

        /// None: whoever reads the message has to act.
        record Never(String reason, String message) implements Next {}
    }

    /// What comes after a run that is over and did not succeed.
    static Next after(RecipeRun run, Retry retry) {
        RunError error = run.getStatus().error();
        String reason = Objects.requireNonNullElse(RunsOfRecipe.reason(run), "Failed");
        String message = error == null || error.message() == null ? "the run failed" : error.message();
        if (reason.equals("Stopped")) {
            return new Next.Never(reason, "the run was stopped; a changed restartNonce starts another");
        }
        if (error != null && "USER".equals(error.kind()) && !reason.equals("RecipeChanged")) {
            return new Next.Never(reason, message);
        }
        int attempt = resets(run, retry) ? 1 : run.getSpec().attemptNumber();
        if (attempt > retry.attemptsAfterFirst()) {
            return new Next.Never(
                    "RetriesExhausted", "%d attempts failed, the last one: %s".formatted(attempt, message));
        }
        Instant ended = Objects.requireNonNull(RunsOfRecipe.ended(run));
        // Names count on even where the limit begins anew.
        return new Next.Again(run.getSpec().attemptNumber() + 1, ended.plus(pause(retry, attempt)));
    }

    private static boolean resets(RecipeRun run, Retry retry) {
        Instant started = Times.parse(run.getStatus().startTime());
        Instant ended = RunsOfRecipe.ended(run);
        return retry.resetAfter() != null
                && started != null
                && ended != null
                && Duration.between(started, ended).compareTo(Durations.parse(retry.resetAfter())) >= 0;
    }

    /// The pause after an attempt: `initial`, then `factor` times as long each time, at most `max`.
    static Duration pause(Retry retry, int attempt) {
        Duration pause = Durations.parse(retry.backoff().initial());
        Duration max = Durations.parse(retry.backoff().max());
        for (int i = 1; i < attempt && pause.compareTo(max) < 0; i++) {
            pause = pause.multipliedBy(retry.backoff().growth());
        }
        return pause.compareTo(max) > 0 ? max : pause;
    }

    /// The attempt's number fits into names and the schema.
    static boolean nameable(@Nullable Next next) {
        return !(next instanceof Next.Again again) || again.attempt() <= 99;
    }
}
