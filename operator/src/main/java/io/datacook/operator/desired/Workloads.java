package io.datacook.operator.desired;

import io.datacook.api.PodExit;
import io.datacook.crds.Execution;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import java.util.List;
import java.util.stream.IntStream;

/// What makes a run's pods: Indexed Jobs for what ends, StatefulSets for what does not.
final class Workloads {
    /// New attempts of one lane within a run; then the run fails, and the recipe's own retry begins.
    private static final int ATTEMPTS_PER_LANE = 4;

    private static final int DRAINED = PodExit.DRAINED.number();
    private static final int SUPERSEDED = PodExit.SUPERSEDED.number();

    private final Settings settings;
    private final Frozen frozen;
    private final RecipeRun run;

    Workloads(Settings settings, Frozen frozen, RecipeRun run) {
        this.settings = settings;
        this.frozen = frozen;
        this.run = run;
    }

    /// The stages that have pods of their own, in the order they start.
    static List<Stage> stages(Frozen frozen) {
        return frozen.plan().execution().layout() == Execution.Layout.SPLIT ? Stage.SINK_FIRST : List.of(Stage.WRITER);
    }

    /// What runs a stage.
    HasMetadata of(Stage stage, DesiredRun.Activity activity) {
        return frozen.plan().mode() == RecipeSpec.Mode.STREAMING ? set(stage, activity) : job(stage, activity);
    }

    private static List<Stage> containers(Stage stage, Execution.Layout layout) {
        return layout == Execution.Layout.FUSED
                ? List.of(Stage.WRITER, Stage.EXTRACTOR, Stage.TRANSFORM)
                : List.of(stage);
    }

    private PodTemplateSpec template(Stage stage) {
        Execution execution = frozen.plan().execution();
        return new StagePods(settings, frozen, run).template(containers(stage, execution.layout()));
    }

    private Job job(Stage stage, DesiredRun.Activity activity) {
        Execution execution = frozen.plan().execution();
        PodTemplateSpec template = template(stage);
        String queue = template.getMetadata().getLabels().get(Labels.QUEUE);
        ObjectMeta metadata = metadata(stage);
        if (queue != null) {
            metadata.getLabels().put(Labels.QUEUE, queue);
        }
        return new JobBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withCompletionMode("Indexed")
                .withCompletions(execution.laneCount())
                .withParallelism(execution.laneCount())
                .withBackoffLimitPerIndex(ATTEMPTS_PER_LANE - 1)
                .withMaxFailedIndexes(0)
                .withPodReplacementPolicy("Failed")
                .withActiveDeadlineSeconds(execution.activeDeadlineSeconds())
                // A queue decides for itself when its Jobs may start.
                .withSuspend(queue == null ? activity.rests(stage) : null)
                .withNewPodFailurePolicy()
                .withRules(rules(stage))
                .endPodFailurePolicy()
                .withTemplate(template)
                .endSpec()
                .build();
    }

    /// In order: evictions and drained pods do not count, what only the user can mend ends the run at once.
    private static List<PodFailurePolicyRule> rules(Stage stage) {
        List<Integer> forTheUser = IntStream.rangeClosed(64, 78)
                .filter(code -> code != DRAINED && code != SUPERSEDED)
                .boxed()
                .toList();
        return List.of(
                new PodFailurePolicyRuleBuilder()
                        .withAction("Ignore")
                        .addNewOnPodCondition()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .endOnPodCondition()
                        .build(),
                new PodFailurePolicyRuleBuilder()
                        .withAction("Ignore")
                        .withNewOnExitCodes()
                        .withContainerName(stage.word())
                        .withOperator("In")
                        .withValues(SUPERSEDED, DRAINED)
                        .endOnExitCodes()
                        .build(),
                new PodFailurePolicyRuleBuilder()
                        .withAction("FailJob")
                        .withNewOnExitCodes()
                        .withContainerName(stage.word())
                        .withOperator("In")
                        .withValues(forTheUser)
                        .endOnExitCodes()
                        .build());
    }

    private StatefulSet set(Stage stage, DesiredRun.Activity activity) {
        int lanes = frozen.plan().execution().laneCount();
        return new StatefulSetBuilder()
                .withMetadata(metadata(stage))
                .withNewSpec()
                .withReplicas(activity.rests(stage) ? 0 : lanes)
                .withPodManagementPolicy("Parallel")
                .withNewSelector()
                .withMatchLabels(metadata(stage).getLabels())
                .endSelector()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                .withTemplate(template(stage))
                .endSpec()
                .build();
    }

    private ObjectMeta metadata(Stage stage) {
        String name = run.getMetadata().getName();
        return new ObjectMetaBuilder()
                .withName(name(frozen, name, stage))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.of(run.getSpec().recipeRef().name(), name, stage))
                .withOwnerReferences(Owners.of(run))
                .build();
    }

    /// What a stage's Job or StatefulSet is called. The longest names just fit: a StatefulSet's gets a hash appended in
    /// a label of at most 63 letters, a Job's pods get their lane appended in a host name of as many.
    static String name(Frozen frozen, String run, Stage stage) {
        return frozen.plan().mode() == RecipeSpec.Mode.STREAMING
                ? run + "-" + stage.word().charAt(0)
                : run + "-" + stage.word();
    }
}
