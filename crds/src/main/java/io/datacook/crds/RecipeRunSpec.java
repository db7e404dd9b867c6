package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.datacook.crds.Execution.RuntimeWish;
import org.jspecify.annotations.Nullable;

/// One execution: which recipe, in which form, for which window.
///
/// @param recipeRef the recipe
/// @param recipeDigest the form of the recipe it stands for, or `null` for whatever it is when the run begins
/// @param window the window of data, or `null`
/// @param reason why it was made
/// @param attempt 1 for the first
/// @param retryOf the first attempt's name
/// @param scheduledAt when it was due
/// @param execution what its pods have otherwise than the recipe says, or `null`
@Rule(value = "self == oldSelf", message = "the spec of a RecipeRun never changes; make another run")
@Rule(
        value = "!has(self.window) || !has(self.window.from) || !has(self.window.to) ||"
                + " timestamp(self.window.from) < timestamp(self.window.to)",
        message = "a window ends after it begins",
        field = ".window")
@Rule(
        value = "!has(self.attempt) || self.attempt == 1 || has(self.retryOf)",
        message = "a second attempt names the first one in retryOf",
        field = ".attempt")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeRunSpec(
        @Field(value = "The recipe, of the same namespace.", presence = Field.Presence.REQUIRED)
        RecipeRef recipeRef,

        @Field(
                value = "Digest of the recipe it stands for; the run fails if it is another one when it begins.",
                pattern = "^sha256:[0-9a-f]{64}$",
                max = 71)
        @Nullable
        String recipeDigest,

        @Field("The window of data, as `{{ run.window_from }}` and `{{ run.window_to }}` in the recipe.") @Nullable
        Window window,

        @Field(value = "Why it was made.", defaultValue = "\"Manual\"")
        Reason reason,

        @Field(value = "Which attempt it is, from 1.", defaultValue = "1", min = 1, max = 99) @Nullable
        Integer attempt,

        @Field(value = "Name of the first attempt.", max = 253) @Nullable
        String retryOf,

        @Field(value = "When it was due.", format = "date-time") @Nullable
        String scheduledAt,

        @Field("What this run's pods have otherwise than the recipe says.") @Nullable
        RunExecution execution) {
    public RecipeRunSpec {
        reason = reason == null ? Reason.MANUAL : reason;
    }

    /// Which attempt, from 1.
    public int attemptNumber() {
        return attempt == null ? 1 : attempt;
    }

    /// What one run's pods have otherwise than the recipe says.
    ///
    /// @param runtime instead of the recipe's, or `null`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunExecution(
            @Field("`auto`, `native` or `jvm` instead of the recipe's.") @Nullable
            RuntimeWish runtime) {}

    /// A recipe of the same namespace.
    ///
    /// @param name its name
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecipeRef(
            @Field(value = "Its name.", presence = Field.Presence.REQUIRED, min = 1, max = 36)
            String name) {}

    /// A window of data.
    ///
    /// @param from inclusive, RFC 3339
    /// @param to exclusive, RFC 3339
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Window(
            @Field(value = "Where it begins.", format = "date-time") @Nullable
            String from,

            @Field(value = "Where it ends.", format = "date-time") @Nullable
            String to) {}

    /// Why a run was made.
    public enum Reason {
        /// The recipe was made or changed.
        @JsonProperty("Change")
        CHANGE,
        /// It was due.
        @JsonProperty("Schedule")
        SCHEDULE,
        /// It was due while nobody could make it.
        @JsonProperty("CatchUp")
        CATCH_UP,
        /// The attempt before failed.
        @JsonProperty("Retry")
        RETRY,
        /// Somebody made it.
        @JsonProperty("Manual")
        MANUAL,
        /// Somebody made it to load an old window again.
        @JsonProperty("Backfill")
        BACKFILL
    }
}
