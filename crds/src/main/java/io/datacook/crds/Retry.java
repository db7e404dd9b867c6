package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What happens when a run fails.
///
/// @param limit attempts after the first one
/// @param backoff pauses in between
/// @param resetAfter how long a run must have worked for its failure to count as a first one, or `null`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Retry(
        @Field(
                value = "Attempts after the first one. What only the user can mend is not tried again.",
                defaultValue = "3",
                min = 0,
                max = 98)
        @Nullable
        Integer limit,

        @Field(value = "Pauses between attempts.", defaultValue = "{}")
        Backoff backoff,

        @Field(
                value = "A run that worked this long before it failed starts the count anew.",
                pattern = Durations.PATTERN,
                max = 32)
        @Nullable
        String resetAfter) {
    public Retry {
        backoff = backoff == null ? new Backoff("30s", "1h", null) : backoff;
    }

    /// What the schema fills in.
    public static Retry standard() {
        return new Retry(null, new Backoff("30s", "1h", null), null);
    }

    /// Attempts after the first one.
    public int attemptsAfterFirst() {
        return limit == null ? 3 : limit;
    }

    /// Growing pauses.
    ///
    /// @param initial before the second attempt
    /// @param max the longest
    /// @param factor each to the one before
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backoff(
            @Field(
                    value = "Before the second attempt.",
                    defaultValue = "\"30s\"",
                    pattern = Durations.PATTERN,
                    max = 32)
            String initial,

            @Field(value = "The longest.", defaultValue = "\"1h\"", pattern = Durations.PATTERN, max = 32)
            String max,

            @Field(value = "Each to the one before.", defaultValue = "2", min = 1, max = 10) @Nullable
            Integer factor) {
        public Backoff {
            initial = initial == null ? "30s" : initial;
            max = max == null ? "1h" : max;
        }

        /// Each pause to the one before.
        public int growth() {
            return factor == null ? 2 : factor;
        }
    }
}
