package io.datacook.stateservice.http;

import static io.datacook.stateservice.http.Inputs.name;
import static io.datacook.stateservice.http.Inputs.number;
import static io.datacook.stateservice.http.Inputs.present;
import static io.datacook.stateservice.http.Inputs.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datacook.stateservice.auth.Caller;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Problem;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.EventTable;
import io.datacook.stateservice.store.LaneTable;
import io.datacook.stateservice.store.Outcome;
import io.datacook.stateservice.store.Progress;
import io.datacook.stateservice.store.RunHistory;
import io.datacook.stateservice.store.RunTable;
import io.datacook.stateservice.store.Stage;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Runs: pods attach, beat and report; everybody else looks.
@Singleton
@Blocking
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs", description = "Runs: who serves which lane, how far it is, how it ended")
public final class RunResource {
    private static final int LIST_MAX = 1000;

    private final Caller caller;
    private final RunTable runs;
    private final LaneTable lanes;
    private final RunHistory history;
    private final EventTable events;
    private final LanePoll poll;
    private final ObjectMapper json;

    RunResource(
            Caller caller,
            RunTable runs,
            LaneTable lanes,
            RunHistory history,
            EventTable events,
            LanePoll poll,
            ObjectMapper json) {
        this.caller = caller;
        this.runs = runs;
        this.lanes = lanes;
        this.history = history;
        this.events = events;
        this.poll = poll;
        this.json = json;
    }

    /// Gives a pod its place; the newest pod of a stage and lane wins.
    @POST
    @Path("/{run}/attach")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Serve a stage of a lane",
            description = "The first attach begins the run. Each one raises the session of its stage and lane; the pod "
                    + "that had it before is answered 410.")
    @APIResponse(
            responseCode = "200",
            description = "The pod's session and its peers",
            content = @Content(schema = @Schema(implementation = Answers.Attached.class)))
    @APIResponse(
            responseCode = "409",
            description = "The run has another recipe or digest",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "410",
            description = "The run was cancelled or has ended",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Answers.Attached attach(
            @RestPath String run, @RequestBody(required = true) Requests.@Nullable Attach request) {
        Requests.Attach body = present(request);
        long lanesInAll = number("lanes", body.lanes(), 1, Inputs.LANES_MAX);
        LaneTable.Key place = Inputs.place(caller, run, body.stage(), body.lane(), lanesInAll);
        String pod = text("pod", body.pod());
        String podUid = text("podUid", body.podUid());
        caller.requirePlace(place, pod, podUid);
        RunTable.Attached attached = runs.attach(new RunTable.Attach(
                place,
                name("recipe", body.recipe()),
                text("digest", body.digest()),
                pod,
                podUid,
                text("address", body.address())));
        poll.wake();
        return Answers.Attached.of(attached.session(), place.stage(), attached.lane());
    }

    /// A pod lives.
    @POST
    @Path("/{run}/heartbeat")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say that a pod lives and how far it is",
            description = "Progress counts since the attach; the service adds what earlier pods did.")
    @APIResponse(responseCode = "204", description = "Go on")
    @APIResponse(
            responseCode = "410",
            description = "End: superseded by a newer pod, or the run was cancelled or has failed; see `type`",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public void heartbeat(@RestPath String run, @RequestBody(required = true) Requests.@Nullable Heartbeat request) {
        Requests.Heartbeat body = present(request);
        LaneTable.Key key = Inputs.place(caller, run, body.stage(), body.lane(), Inputs.LANES_MAX);
        long session = number("session", body.session(), 1, Long.MAX_VALUE);
        String podUid = text("podUid", body.podUid());
        caller.requirePlace(key, null, podUid);
        Progress progress = body.progress() == null ? Progress.NONE : body.progress();
        if (!lanes.heartbeat(key, podUid, session, progress)) {
            throw runs.whyGone(key, podUid, session);
        }
        if (key.stage() == Stage.WRITER && progress.committedAt() != null) {
            events.committed(key.tenant(), key.run());
        }
    }

    /// How a run ended.
    @PUT
    @Path("/{run}/report")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say how the run ended",
            description = "By the writer of lane 0 at the end, or by any stage that fails for good. A success is "
                    + "final. The first error stays.")
    @APIResponse(responseCode = "204", description = "Noted")
    @APIResponse(
            responseCode = "409",
            description = "The run has succeeded already",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public void report(@RestPath String run, @RequestBody(required = true) Requests.@Nullable Report request) {
        Requests.Report body = present(request);
        caller.requireRun(run);
        caller.requirePod();
        Outcome outcome = body.outcome();
        if (outcome == null || outcome == Outcome.RUNNING) {
            throw new Refused(
                    Failure.BAD_REQUEST,
                    "'outcome' is %s; allowed are SUCCEEDED, FAILED and STOPPED".formatted(outcome));
        }
        if (outcome == Outcome.SUCCEEDED) {
            caller.requireStage(Stage.WRITER);
        }
        runs.report(caller.tenant(), name("run", run), Reports.of(outcome, body));
    }

    /// A run with everything known of it.
    @GET
    @Path("/{run}")
    @Operation(summary = "Look at a run")
    @APIResponse(
            responseCode = "200",
            description = "The run",
            content = @Content(schema = @Schema(implementation = Answers.Run.class)))
    @APIResponse(
            responseCode = "404",
            description = "It never began, or is forgotten",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Answers.Run look(@RestPath String run, @RestQuery @Nullable String namespace) {
        caller.requireRun(run);
        RunHistory.Details found = history.find(caller.tenant(namespace), run);
        if (found == null) {
            throw RunTable.unknown(run);
        }
        return Answers.Run.of(found.run(), found.lanes(), tree(found.streams()), tree(found.receipts()));
    }

    /// The newest runs.
    @GET
    @Operation(
            summary = "List runs, newest first",
            description = "The newest 100 of each recipe are kept unless configured otherwise.")
    public List<Answers.Run> list(
            @RestQuery @Nullable String recipe,
            @RestQuery @DefaultValue("50") int limit,
            @RestQuery @Nullable String namespace) {
        if (caller.boundRun() != null) {
            throw new Refused(Failure.FORBIDDEN, "this token is bound to one run and lists none");
        }
        int rows = (int) number("limit", (long) limit, 1, LIST_MAX);
        return history.list(caller.tenant(namespace), recipe, rows).stream()
                .map(Answers.Run::of)
                .toList();
    }

    /// Ends a run from outside.
    @POST
    @Path("/{run}/cancel")
    @Operation(
            summary = "Cancel a run",
            description = "Its pods are answered 410 at their next heartbeat. A run that has ended stays as it is.")
    @APIResponse(responseCode = "202", description = "Its pods will learn it")
    public Response cancel(@RestPath String run, @RestQuery @Nullable String namespace) {
        caller.requireRun(run);
        runs.cancel(caller.tenant(namespace), run);
        poll.wake();
        return Response.accepted().build();
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new Refused(Failure.FAULT, "what is kept of the report is no JSON", broken);
        }
    }
}
