package io.datacook.stateservice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.stateservice.store.Outcome;
import io.datacook.stateservice.store.Progress;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What pods say, as JSON. Anything may be absent until [Inputs] has looked; members that are not known are ignored, so
/// that newer pods may talk to an older service.
public final class Requests {
    private Requests() {}

    /// A pod wants to serve a stage of a lane.
    ///
    /// @param recipe the recipe's name, the same for all pods of the run
    /// @param digest the resolved recipe's digest, the same for all pods of the run
    /// @param stage `extractor`, `transform` or `writer`
    /// @param lane from 0
    /// @param lanes how many lanes the run has
    /// @param pod the pod's name
    /// @param podUid the pod's uid
    /// @param address where the pod listens, `host:port`
    @Schema(name = "Attach")
    public record Attach(
            @Nullable String recipe,
            @Nullable String digest,
            @Nullable String stage,
            @Nullable Long lane,
            @Nullable Long lanes,
            @Nullable String pod,
            @Nullable String podUid,
            @Nullable String address) {}

    /// A pod lives and tells how far it is.
    @Schema(name = "Heartbeat")
    public record Heartbeat(
            @Nullable String stage,
            @Nullable Long lane,
            @Nullable String podUid,
            @Nullable Long session,
            @Nullable Progress progress) {}

    /// A run has ended.
    ///
    /// @param streams one report for each stream, kept as they are
    /// @param receipts what was compared after the load, kept as it is
    @Schema(name = "Report")
    public record Report(
            @Nullable Outcome outcome,
            @Nullable Problem error,

            @Schema(type = SchemaType.ARRAY, implementation = Object.class) @Nullable
            JsonNode streams,

            @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable
            JsonNode receipts) {}

    /// Why it failed.
    ///
    /// @param code `DC201`
    /// @param kind USER, EXTERNAL, RESOURCES or INTERNAL
    @Schema(name = "RunError")
    public record Problem(
            @Nullable String code,
            @Nullable String kind,
            @Nullable String message,
            @Nullable String place) {}
}
