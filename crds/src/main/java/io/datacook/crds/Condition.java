package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One condition, in the shape that all of Kubernetes uses.
///
/// @param type what it is about, such as `Ready`
/// @param status whether it holds
/// @param observedGeneration the generation of the spec it was made for
/// @param lastTransitionTime when `status` changed last, RFC 3339
/// @param reason one word in CamelCase, for programs
/// @param message one sentence, for people
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Field(
                value = "What it is about.",
                presence = Field.Presence.REQUIRED,
                max = 316,
                pattern = "^[A-Za-z][A-Za-z0-9]*$")
        String type,

        @Field(value = "Whether it holds.", presence = Field.Presence.REQUIRED)
        Status status,

        @Field(value = "The generation of the spec it was made for.", min = 0) @Nullable
        Long observedGeneration,

        @Field(value = "When the status changed last.", presence = Field.Presence.REQUIRED, format = "date-time")
        String lastTransitionTime,

        @Field(
                value = "One word for programs.",
                presence = Field.Presence.REQUIRED,
                min = 1,
                max = 1024,
                pattern = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @Field(value = "One sentence for people.", presence = Field.Presence.REQUIRED, max = 32768)
        String message) {
    /// Whether a condition holds.
    public enum Status {
        /// It does.
        @JsonProperty("True")
        TRUE,
        /// It does not.
        @JsonProperty("False")
        FALSE,
        /// Nobody knows yet.
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
