package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// How a recipe's pods are made.
///
/// @param layout how its stages spread over pods
/// @param lanes how many pods of each stage work side by side
/// @param runtime whether its pods are native executables
/// @param podTemplate laid over every pod
/// @param stages what differs in the pods of one stage
/// @param serviceAccountName whose pods they are
/// @param activeDeadlineSeconds how long a run may take, or `null` for any
/// @param startTimeout how long its pods may take to start
/// @param nodeLostTimeout how long a pod of a lost node is waited for
/// @param terminationGracePeriodSeconds how long a pod may drain
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Execution(
        @Field(
                value = "`Split`: a pod for each stage. `Fused`: one pod with a container for each stage. `Process`:"
                        + " one container.",
                defaultValue = "\"Split\"")
        Layout layout,

        @Field(
                value = "How many lanes load side by side, each with its own pods.",
                defaultValue = "1",
                min = 1,
                max = 1024)
        @Nullable
        Integer lanes,

        @Field(
                value = "`native` and `jvm` take those images. `auto` takes native ones where the operator has them,"
                        + " save for streams and for loads of many millions of rows.",
                defaultValue = "\"auto\"")
        RuntimeWish runtime,

        @Field("A PodTemplateSpec that is laid over every pod by strategic merge. The container `main` stands for the"
                + " stage's own.")
        @Nullable
        JsonNode podTemplate,

        @Field("What differs in the pods of one stage.") @Nullable
        Stages stages,

        @Field(value = "The pods' service account; `default` if absent.", max = 253) @Nullable
        String serviceAccountName,

        @Field(value = "How long a run may take.", min = 1, max = 31536000) @Nullable
        Long activeDeadlineSeconds,

        @Field(
                value = "How long the pods may take to start before the run fails.",
                defaultValue = "\"10m\"",
                pattern = Durations.PATTERN,
                max = 32)
        String startTimeout,

        @Field(
                value = "How long after its grace period a pod is waited for whose node does not answer. Its"
                        + " replacement is safe: the old pod is fenced.",
                defaultValue = "\"60s\"",
                pattern = Durations.PATTERN,
                max = 32)
        String nodeLostTimeout,

        @Field(
                value = "How long a pod may take to commit what it has when it is told to stop.",
                defaultValue = "60",
                min = 1,
                max = 3600)
        @Nullable
        Long terminationGracePeriodSeconds) {
    public Execution {
        layout = layout == null ? Layout.SPLIT : layout;
        runtime = runtime == null ? RuntimeWish.AUTO : runtime;
        startTimeout = startTimeout == null ? "10m" : startTimeout;
        nodeLostTimeout = nodeLostTimeout == null ? "60s" : nodeLostTimeout;
    }

    /// What the schema fills in.
    public static Execution standard() {
        return new Execution(Layout.SPLIT, null, RuntimeWish.AUTO, null, null, null, null, "10m", "60s", null);
    }

    /// How many lanes.
    public int laneCount() {
        return lanes == null ? 1 : lanes;
    }

    /// Seconds a pod may drain.
    public long graceSeconds() {
        return terminationGracePeriodSeconds == null ? 60 : terminationGracePeriodSeconds;
    }

    /// How stages spread over pods.
    public enum Layout {
        /// A pod for each stage of each lane.
        @JsonProperty("Split")
        SPLIT,
        /// A pod for each lane, a container for each stage.
        @JsonProperty("Fused")
        FUSED,
        /// A pod for each lane, one container.
        @JsonProperty("Process")
        PROCESS
    }

    /// Which images a run's pods are made from.
    public enum RuntimeWish {
        /// What fits the run, by the operator's rule.
        @JsonProperty("auto")
        AUTO,
        /// Native executables.
        @JsonProperty("native")
        NATIVE,
        /// The JVM.
        @JsonProperty("jvm")
        JVM
    }

    /// What differs in the pods of each stage.
    ///
    /// @param extractor reads the source
    /// @param transform validates and transforms
    /// @param writer loads and commits
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Stages(
            @Field("Reads the source.") @Nullable StageOptions extractor,
            @Field("Validates and transforms.") @Nullable StageOptions transform,
            @Field("Loads and commits.") @Nullable StageOptions writer) {}

    /// What differs in the pods of one stage.
    ///
    /// @param image instead of the operator's
    /// @param resources requests and limits of the stage's container
    /// @param podTemplate laid over the pods, above `execution.podTemplate`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StageOptions(
            @Field(value = "Image instead of the operator's.", max = 512) @Nullable
            String image,

            @Field("Requests and limits of the stage's container.") @Nullable
            JsonNode resources,

            @Field("A PodTemplateSpec laid over the stage's pods, above `execution.podTemplate`.") @Nullable
            JsonNode podTemplate) {}
}
