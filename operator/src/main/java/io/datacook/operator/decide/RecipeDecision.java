package io.datacook.operator.decide;

import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to do for a recipe.
///
/// @param status what to tell
/// @param create runs to make; one that is there already is left as it is
/// @param stop names of runs to drain
/// @param delete names of runs whose time is over
/// @param lookAgain when to look again if nothing happens, or `null` if only an event matters
/// @param notices what people should hear
public record RecipeDecision(
        RecipeStatus status,
        List<RecipeRun> create,
        List<String> stop,
        List<String> delete,
        @Nullable Duration lookAgain,
        List<Notice> notices) {}
