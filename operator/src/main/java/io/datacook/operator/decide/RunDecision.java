package io.datacook.operator.decide;

import io.datacook.crds.RecipeRunStatus;
import io.datacook.operator.desired.DesiredRun.Activity;
import io.datacook.operator.desired.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to do for a run.
///
/// @param status what to tell
/// @param started the stages whose pods should be there
/// @param activity whether they should work
/// @param forceDelete pods on lost nodes
/// @param cancel whether the state service should tell the pods to stop
/// @param lookAgain when to look again if nothing happens, or `null` if only an event matters
/// @param notices what people should hear
public record RunDecision(
        RecipeRunStatus status,
        Set<Stage> started,
        Activity activity,
        List<Pod> forceDelete,
        Cancel cancel,
        @Nullable Duration lookAgain,
        List<Notice> notices) {
    /// Whether the state service should tell the pods to stop.
    public enum Cancel {
        /// It should.
        YES,
        /// It should not.
        NO
    }

    /// Whether the run is over.
    public boolean over() {
        return status.completionTime() != null;
    }
}
