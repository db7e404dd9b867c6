package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.datacook.crds.RecipeSpec.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a run.
///
/// @param observedGeneration the generation of the spec this was made for
/// @param digest of the resolved recipe that runs
/// @param conditions Succeeded, Running, Draining
/// @param startTime when its objects were made
/// @param completionTime when it ended
/// @param totals committed so far
/// @param epoch the latest committed one
/// @param committedAt when it was committed
/// @param restarts pods that were replaced
/// @param lanes those that work, at most 64
/// @param laneCount how many there should be
/// @param lanesReady how many have a writer that is ready
/// @param error what ended it
/// @param mode whether it ends, as it was frozen when it began
/// @param runtime the images of its pods, as they were chosen when it began
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeRunStatus(
        @Field("The generation of the spec that this status was made for.") @Nullable
        Long observedGeneration,

        @Field("SHA-256 of the resolved recipe that runs.") @Nullable
        String digest,

        @Field(value = "Succeeded, Running, Draining.", listKey = "type", max = 16)
        List<Condition> conditions,

        @Field(value = "When it began.", format = "date-time") @Nullable
        String startTime,

        @Field(value = "When it ended.", format = "date-time") @Nullable
        String completionTime,

        @Field("Committed so far.") @Nullable Totals totals,

        @Field("The latest committed epoch.") @Nullable Long epoch,

        @Field(value = "When it was committed.", format = "date-time") @Nullable
        String committedAt,

        @Field("Pods that failed and were replaced.") @Nullable
        Integer restarts,

        @Field(value = "Lanes at work, at most 64 of them.", max = 64)
        List<Lane> lanes,

        @Field("How many lanes there should be.") @Nullable Integer laneCount,

        @Field("How many lanes have a writer that is ready.") @Nullable
        Integer lanesReady,

        @Field("What ended it, if it failed.") @Nullable RunError error,

        @Field("Whether it ends, as the recipe said when it began.") @Nullable
        Mode mode,

        @Field("Which images its pods are made from; chosen when it began.") @Nullable
        ChosenRuntime runtime) {
    public RecipeRunStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        lanes = lanes == null ? List.of() : List.copyOf(lanes);
    }

    /// A status that says nothing yet.
    public static RecipeRunStatus empty() {
        return new RecipeRunStatus(
                null, null, List.of(), null, null, null, null, null, null, List.of(), null, null, null, null, null);
    }

    /// The condition of a type, or `null`.
    public @Nullable Condition condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }

    /// Which images a run's pods are made from.
    public enum ChosenRuntime {
        /// Native executables.
        @JsonProperty("native")
        NATIVE,
        /// The JVM.
        @JsonProperty("jvm")
        JVM
    }

    /// A lane's pod of a stage.
    ///
    /// @param lane from 0
    /// @param stage `extractor`, `transform` or `writer`
    /// @param pod its name
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lane(
            @Field(value = "Number of the lane, from 0.", presence = Field.Presence.REQUIRED) @Nullable
            Integer lane,

            @Field(value = "extractor, transform or writer.", presence = Field.Presence.REQUIRED)
            String stage,

            @Field("Name of the pod.") @Nullable String pod) {}

    /// What ended a run. Never holds a secret.
    ///
    /// @param code such as `DC201`
    /// @param kind who can mend it: `USER`, `EXTERNAL`, `RESOURCES`, `INTERNAL`
    /// @param message for people
    /// @param place where in the recipe
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunError(
            @Field("Code of the error, such as DC201.") @Nullable
            String code,

            @Field("Who can mend it: USER, EXTERNAL, RESOURCES or INTERNAL.") @Nullable
            String kind,

            @Field(value = "What happened.", max = 4096) @Nullable
            String message,

            @Field("Where in the recipe.") @Nullable String place) {}
}
