package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a recipe runs.
///
/// @param cron five fields each; a run is due when any of them is
/// @param timeZone where the clock hangs that they mean
/// @param concurrencyPolicy what happens if the last run still works
/// @param startingDeadlineSeconds how late a run may start, or `null` for any
/// @param catchUp what happens to missed runs
/// @param maxCatchUp how many missed runs are made up for at most
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Schedule(
        @Field(
                value = "Cron expressions of five fields: minute, hour, day of month, month, day of week. A run is due"
                        + " when any of them is.",
                presence = Field.Presence.REQUIRED,
                min = 1,
                max = 16,
                pattern = "^(@(hourly|daily|midnight|weekly|monthly|yearly|annually)|\\S+( +\\S+){4})$")
        List<String> cron,

        @Field(
                value = "IANA time zone that the cron expressions mean, such as Europe/Madrid.",
                defaultValue = "\"UTC\"",
                max = 64,
                pattern = "^[A-Za-z0-9_+/-]+$")
        String timeZone,

        @Field(
                value = "If a run still works when the next is due: `Forbid` waits for it, `Replace` drains it,"
                        + " `Allow` starts the other beside it.",
                defaultValue = "\"Forbid\"")
        ConcurrencyPolicy concurrencyPolicy,

        @Field(value = "A run that could not start within this time is missed.", min = 1, max = 31536000) @Nullable
        Long startingDeadlineSeconds,

        @Field(
                value = "Missed runs: `Latest` makes up for all of them by one run, `All` by one run each with its"
                        + " own window, `None` does not.",
                defaultValue = "\"Latest\"")
        CatchUp catchUp,

        @Field(
                value = "With `All`: how many missed runs are made up for, the latest ones.",
                defaultValue = "10",
                min = 1,
                max = 1000)
        @Nullable
        Integer maxCatchUp) {
    public Schedule {
        cron = cron == null ? List.of() : List.copyOf(cron);
        timeZone = timeZone == null ? "UTC" : timeZone;
        concurrencyPolicy = concurrencyPolicy == null ? ConcurrencyPolicy.FORBID : concurrencyPolicy;
        catchUp = catchUp == null ? CatchUp.LATEST : catchUp;
    }

    /// How many missed runs are made up for at most.
    public int catchUpMax() {
        return maxCatchUp == null ? 10 : maxCatchUp;
    }

    /// What happens if the last run still works.
    public enum ConcurrencyPolicy {
        /// The next one waits.
        @JsonProperty("Forbid")
        FORBID,
        /// Both work.
        @JsonProperty("Allow")
        ALLOW,
        /// The last one is drained.
        @JsonProperty("Replace")
        REPLACE
    }

    /// What happens to missed runs.
    public enum CatchUp {
        /// One run makes up for all.
        @JsonProperty("Latest")
        LATEST,
        /// Each has a run.
        @JsonProperty("All")
        ALL,
        /// They stay missed.
        @JsonProperty("None")
        NONE
    }
}
