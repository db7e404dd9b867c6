package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a recipe. Values of cursors stay with the state service: they may be personal data.
///
/// @param observedGeneration the generation of the spec this was made for
/// @param digest of the resolved recipe, the same as on the command line
/// @param conditions Ready, Reconciling, Stalled, ReferencesResolved, Suspended
/// @param active runs that work
/// @param lastRun the latest run
/// @param checkpoint what is committed
/// @param lastScheduleTime the latest time a run was due and made
/// @param lastSuccessfulTime when a run last succeeded
/// @param nextScheduleTime when the next run is due
/// @param lanes of the run that works
/// @param replicas lanes that work, for the scale subresource
/// @param selector of the pods, for the scale subresource
/// @param restartNonce the one that was acted on
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeStatus(
        @Field("The generation of the spec that this status was made for.") @Nullable
        Long observedGeneration,

        @Field("SHA-256 of the resolved recipe; the same recipe has the same digest on the command line.") @Nullable
        String digest,

        @Field(value = "Ready, Reconciling, Stalled, ReferencesResolved, Suspended.", listKey = "type", max = 16)
        List<Condition> conditions,

        @Field(value = "Runs that work.", max = 64) List<ActiveRun> active,

        @Field("The latest run.") @Nullable LastRun lastRun,

        @Field("What is committed.") @Nullable Checkpoint checkpoint,

        @Field(value = "The latest time at which a run was due and made.", format = "date-time") @Nullable
        String lastScheduleTime,

        @Field(value = "When a run last succeeded.", format = "date-time") @Nullable
        String lastSuccessfulTime,

        @Field(value = "When the next run is due.", format = "date-time") @Nullable
        String nextScheduleTime,

        @Field("Lanes of the run that works.") @Nullable Lanes lanes,

        @Field("Lanes that work.") @Nullable Integer replicas,

        @Field("Label selector of the pods.") @Nullable String selector,

        @Field("The restartNonce that was acted on.") @Nullable
        Long restartNonce) {
    public RecipeStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        active = active == null ? List.of() : List.copyOf(active);
    }

    /// A status that says nothing yet.
    public static RecipeStatus empty() {
        return new RecipeStatus(null, null, List.of(), List.of(), null, null, null, null, null, null, null, null, null);
    }

    /// The condition of a type, or `null`.
    public @Nullable Condition condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }

    /// A run that works.
    ///
    /// @param name of the RecipeRun
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ActiveRun(
            @Field(value = "Name of the RecipeRun.", presence = Field.Presence.REQUIRED)
            String name) {}

    /// The latest run.
    ///
    /// @param name of the RecipeRun
    /// @param result `Running`, `Succeeded`, `Failed`, `Stopped`
    /// @param reason of its condition Succeeded
    /// @param attempt 1 for the first
    /// @param startTime when it began
    /// @param completionTime when it ended
    /// @param rowsRead from the source
    /// @param rowsWritten into the destination
    /// @param rowsRejected by rules or types
    /// @param bytes of Arrow data written
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastRun(
            @Field(value = "Name of the RecipeRun.", presence = Field.Presence.REQUIRED)
            String name,

            @Field("Running, Succeeded, Failed or Stopped.") String result,

            @Field("Why.") @Nullable String reason,

            @Field("Which attempt it is, from 1.") @Nullable Integer attempt,

            @Field(value = "When it began.", format = "date-time") @Nullable
            String startTime,

            @Field(value = "When it ended.", format = "date-time") @Nullable
            String completionTime,

            @Field("Rows read from the source.") @Nullable Long rowsRead,

            @Field("Rows written into the destination.") @Nullable
            Long rowsWritten,

            @Field("Rows that rules or types rejected.") @Nullable
            Long rowsRejected,

            @Field("Bytes of Arrow data written.") @Nullable Long bytes) {}

    /// What is committed.
    ///
    /// @param epoch the latest
    /// @param committedAt when
    /// @param lagSeconds how long before the status was made
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Checkpoint(
            @Field("The latest committed epoch.") @Nullable Long epoch,

            @Field(value = "When it was committed.", format = "date-time") @Nullable
            String committedAt,

            @Field("Seconds between the commit and this status, while a run works.") @Nullable
            Long lagSeconds) {}

    /// Lanes of the run that works.
    ///
    /// @param desired how many there should be
    /// @param ready how many have a writer that is ready
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lanes(
            @Field("How many there should be.") @Nullable Integer desired,

            @Field("How many have a writer that is ready.") @Nullable
            Integer ready) {}
}
