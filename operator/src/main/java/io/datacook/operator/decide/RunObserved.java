package io.datacook.operator.decide;

import io.datacook.operator.desired.Frozen;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was seen of a run.
///
/// @param frozen the recipe as it was when the run began
/// @param jobs of the run
/// @param sets of the run
/// @param pods of the run
/// @param state what the state service says, asked after all else was seen
/// @param wish what is wanted of it
/// @param now when
public record RunObserved(
        Frozen frozen, List<Job> jobs, List<StatefulSet> sets, List<Pod> pods, Answer state, Wish wish, Instant now) {
    public RunObserved {
        jobs = List.copyOf(jobs);
        sets = List.copyOf(sets);
        pods = List.copyOf(pods);
    }

    /// What the state service says.
    public sealed interface Answer {
        /// It answered.
        ///
        /// @param run how the run stands, or `null` if no pod of it ever attached
        record Known(@Nullable RunView run) implements Answer {}

        /// It did not.
        ///
        /// @param message why, for people
        record Unavailable(String message) implements Answer {}
    }

    /// What is wanted of a run.
    public enum Wish {
        /// That it works.
        WORK,
        /// That it rests, and goes on some day: its recipe is suspended.
        REST,
        /// That it drains and ends.
        STOP,
        /// That it ends at once; what is not committed is read again.
        ABORT
    }
}
