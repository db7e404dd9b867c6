package io.datacook.stateservice.http;

import static io.datacook.stateservice.http.Inputs.number;

import io.datacook.stateservice.auth.Caller;
import io.datacook.stateservice.problem.Problem;
import io.datacook.stateservice.store.LaneTable;
import io.datacook.stateservice.store.LaneTable.Found;
import io.datacook.stateservice.store.LaneTable.Peer;
import io.datacook.stateservice.store.LaneTable.Wanted;
import io.datacook.stateservice.store.RunHistory;
import io.datacook.stateservice.store.RunTable;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Pods that look for each other.
@Singleton
@Blocking
@Path("/v1/runs/{run}/lanes")
@Tag(name = "runs")
public final class LaneResource {
    private static final long WAIT_SECONDS_MAX = 30;

    private final Caller caller;
    private final LaneTable lanes;
    private final RunHistory history;
    private final LanePoll poll;

    LaneResource(Caller caller, LaneTable lanes, RunHistory history, LanePoll poll) {
        this.caller = caller;
        this.lanes = lanes;
        this.history = history;
        this.poll = poll;
    }

    /// Waits for a pod with a newer session. The first look is on the request's thread; waiting takes none.
    @GET
    @Path("/{lane}/{stage}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Wait for a peer",
            description = "Answers as soon as the session of the stage and lane is above `after`.")
    @APIResponse(
            responseCode = "200",
            description = "The peer",
            content = @Content(schema = @Schema(implementation = Peer.class)))
    @APIResponse(responseCode = "204", description = "Nobody came in time; ask again")
    @APIResponse(
            responseCode = "410",
            description = "The run was cancelled",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Response> await(
            @RestPath String run,
            @RestPath int lane,
            @RestPath String stage,
            @RestQuery @DefaultValue("0") long after,
            @RestQuery @DefaultValue("10") long waitSeconds) {
        caller.requireRun(run);
        LaneTable.Key key = Inputs.place(caller, run, stage, (long) lane, Inputs.LANES_MAX);
        long seconds = number("waitSeconds", waitSeconds, 0, WAIT_SECONDS_MAX);
        Wanted wanted = new Wanted(key, number("after", after, 0, Long.MAX_VALUE));
        List<Found> now = lanes.find(List.of(wanted));
        if (!now.isEmpty()) {
            if (now.getFirst().isCancelled()) {
                throw LanePoll.cancelled(run);
            }
            return Uni.createFrom().item(answer(now.getFirst().peer()));
        }
        if (history.recipe(key.tenant(), run) == null) {
            throw RunTable.unknown(run);
        }
        return seconds == 0
                ? Uni.createFrom().item(answer(null))
                : Uni.createFrom()
                        .completionStage(poll.await(wanted, Duration.ofSeconds(seconds)))
                        .map(LaneResource::answer);
    }

    private static Response answer(@Nullable Peer peer) {
        return peer == null ? Response.noContent().build() : Response.ok(peer).build();
    }
}
