package io.datacook.operator.decide;

import io.datacook.crds.History;
import io.datacook.crds.RecipeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which finished runs go. The latest run stays whatever the limits: it tells what became of the recipe.
final class HistoryLimits {
    private HistoryLimits() {}

    /// Names of runs whose time is over.
    static List<String> over(RunsOfRecipe runs, History history, Instant now) {
        List<String> names = new ArrayList<>();
        int[] left = {history.successfulMax(), history.failedMax()};
        for (RecipeRun run : finished(runs)) {
            int kind = RunsOfRecipe.succeeded(run) ? 0 : 1;
            Instant ended = Objects.requireNonNull(RunsOfRecipe.ended(run));
            boolean old = history.ttlSecondsAfterFinished() != null
                    && now.isAfter(ended.plusSeconds(history.ttlSecondsAfterFinished()));
            if (left[kind]-- <= 0 || old) {
                names.add(run.getMetadata().getName());
            }
        }
        return names;
    }

    /// When the next run's time is over, or `null`.
    static @Nullable Duration next(RunsOfRecipe runs, History history, Instant now) {
        Long seconds = history.ttlSecondsAfterFinished();
        if (seconds == null) {
            return null;
        }
        return finished(runs).stream()
                .map(run -> Duration.between(
                        now, Objects.requireNonNull(RunsOfRecipe.ended(run)).plusSeconds(seconds + 1)))
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /// Those that are over and were made by the operator, the newest first, without the latest of all.
    private static List<RecipeRun> finished(RunsOfRecipe runs) {
        RecipeRun latest = runs.latestMade();
        return runs.all().stream()
                .filter(run -> RunsOfRecipe.over(run) && RunsOfRecipe.made(run) && run != latest)
                .sorted(Comparator.comparing(RunsOfRecipe::ended, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .reversed())
                .toList();
    }
}
