package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How many finished runs are kept, with their pods.
///
/// @param successful of those that succeeded
/// @param failed of those that failed
/// @param ttlSecondsAfterFinished how long any is kept, or `null` for any time
@JsonInclude(JsonInclude.Include.NON_NULL)
public record History(
        @Field(value = "Runs that succeeded.", defaultValue = "3", min = 0, max = 100) @Nullable
        Integer successful,

        @Field(value = "Runs that failed.", defaultValue = "3", min = 0, max = 100) @Nullable
        Integer failed,

        @Field(value = "How long any finished run is kept.", min = 0, max = 31536000) @Nullable
        Long ttlSecondsAfterFinished) {
    /// What the schema fills in.
    public static History standard() {
        return new History(null, null, null);
    }

    /// How many that succeeded.
    public int successfulMax() {
        return successful == null ? 3 : successful;
    }

    /// How many that failed.
    public int failedMax() {
        return failed == null ? 3 : failed;
    }
}
