package io.datacook.operator.desired;

import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Everything that should exist for a run.
public final class DesiredRun {
    private DesiredRun() {}

    /// Whether a run's pods should work.
    public enum Activity {
        /// They should.
        WORKING,
        /// The writers should commit what they have and rest, and what feeds them works on until they do: a writer
        /// whose source goes away first would have to throw away what it has begun.
        DRAINING,
        /// They should drain and rest; their objects stay.
        SUSPENDED;

        /// Whether the pods of a stage should rest.
        public boolean rests(Stage stage) {
            return switch (this) {
                case WORKING -> false;
                case DRAINING -> stage == Stage.WRITER;
                case SUSPENDED -> true;
            };
        }
    }

    /// The objects, in the order they are made.
    ///
    /// @param started the stages whose pods may be there by now; see [#stages]
    public static List<HasMetadata> objects(
            Settings settings, Frozen frozen, RecipeRun run, Set<Stage> started, Activity activity) {
        List<HasMetadata> objects = new ArrayList<>();
        if (settings.networkPolicies() == Settings.NetworkPolicies.ON) {
            objects.add(NetworkPolicies.of(settings, run));
        }
        if (frozen.plan().mode() == RecipeSpec.Mode.STREAMING) {
            objects.add(DisruptionBudgets.of(run));
        }
        Workloads workloads = new Workloads(settings, frozen, run);
        for (Stage stage : stages(frozen)) {
            if (started.contains(stage)) {
                objects.add(workloads.of(stage, activity));
            }
        }
        return objects;
    }

    /// The stages that have pods of their own, in the order they start.
    public static List<Stage> stages(Frozen frozen) {
        return Workloads.stages(frozen);
    }

    /// What a stage's Job or StatefulSet is called.
    public static String workload(Frozen frozen, String run, Stage stage) {
        return Workloads.name(frozen, run, stage);
    }
}
