package io.datacook.operator.state;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.datacook.crds.RecipeRunStatus.RunError;
import io.datacook.crds.Totals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a run stands, as the state service tells it. Unknown fields are passed over, so that either side may be newer.
///
/// @param outcome whether it is over, and how
/// @param startedAt when the first pod attached, RFC 3339
/// @param endedAt when it ended
/// @param totals committed so far
/// @param epoch the latest committed one
/// @param committedAt when it was committed
/// @param lanes pods that attached
/// @param error what ended it
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunView(
        @JsonProperty("outcome") Outcome outcome,
        @JsonProperty("startedAt") @Nullable String startedAt,
        @JsonProperty("endedAt") @Nullable String endedAt,
        @JsonProperty("totals") @Nullable Totals totals,
        @JsonProperty("epoch") @Nullable Long epoch,
        @JsonProperty("committedAt") @Nullable String committedAt,
        @JsonProperty("lanes") List<Attached> lanes,
        @JsonProperty("error") @Nullable RunError error) {
    public RunView {
        lanes = lanes == null ? List.of() : List.copyOf(lanes);
    }

    /// How a run stands.
    public enum Outcome {
        /// It works.
        RUNNING,
        /// Everything is committed.
        SUCCEEDED,
        /// It ended with an error.
        FAILED,
        /// It was told to stop; what was committed stays.
        STOPPED
    }

    /// A pod that attached.
    ///
    /// @param stage `extractor`, `transform` or `writer`
    /// @param lane from 0
    /// @param pod its name
    /// @param podUid tells it from a replacement of the same name
    /// @param seenAt the last heartbeat
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Attached(
            @JsonProperty("stage") String stage,
            @JsonProperty("lane") int lane,
            @JsonProperty("pod") @Nullable String pod,
            @JsonProperty("podUid") @Nullable String podUid,
            @JsonProperty("seenAt") @Nullable String seenAt) {}
}
