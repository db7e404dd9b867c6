package io.datacook.stateservice.http;

import static io.datacook.stateservice.http.Inputs.name;

import io.datacook.api.StateBackend;
import io.datacook.stateservice.Faults;
import io.datacook.stateservice.auth.Caller;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Problem;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.StateTable;
import io.datacook.stateservice.store.StateTable.Document;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Checkpoints by compare-and-set.
@Singleton
@Blocking
@Path("/v1")
@Tag(name = "states", description = "Checkpoints: one JSON document for each stream of each recipe")
public final class StateResource {
    private final Caller caller;
    private final StateTable states;
    private final StateAccess access;
    private final Faults faults;
    private final Measures measures;

    StateResource(Caller caller, StateTable states, StateAccess access, Faults faults, Measures measures) {
        this.caller = caller;
        this.states = states;
        this.access = access;
        this.faults = faults;
        this.measures = measures;
    }

    /// All keys, or those of one recipe.
    @GET
    @Path("/states")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List checkpoints", description = "Sorted by recipe and stream, by code points.")
    public List<StateTable.Entry> list(@RestQuery @Nullable String recipe) {
        return access.visible(caller, states.list(caller.tenant(), recipe));
    }

    /// The newest document.
    @GET
    @Path("/state")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Read a checkpoint")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            headers = @Header(name = "ETag", description = "The version in quotes: what a change must expect"),
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "404",
            description = "There is none",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response load(
            @Parameter(required = true) @RestQuery @Nullable String recipe,
            @Parameter(required = true) @RestQuery @Nullable String stream) {
        StateTable.Key key = key(recipe, stream);
        access.requireRead(caller, key.recipe());
        Document found = states.load(key);
        if (found == null) {
            throw new Refused(
                    Failure.NOT_FOUND,
                    "no checkpoint is kept for stream '%s' of recipe '%s'".formatted(key.stream(), key.recipe()));
        }
        return Response.ok(found.text())
                .header(HttpHeaders.ETAG, etag(found.version()))
                .build();
    }

    /// Stores a document over the version that the request names.
    @PUT
    @Path("/state")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Store a checkpoint over the version it is based on",
            description = "At most 16 MiB of JSON in UTF-8. Needs `If-Match: \"<version>\"`, or `If-None-Match: *` "
                    + "for the first.")
    @APIResponse(
            responseCode = "204",
            description = "Stored",
            headers = @Header(name = "ETag", description = "The new version in quotes"))
    @APIResponse(
            responseCode = "412",
            description = "Another version is stored: read again",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "Larger than 16 MiB",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "428",
            description = "Neither If-Match nor If-None-Match",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "502",
            description = "DC401: nobody knows whether it was stored; read again to know",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "DC203: surely not stored; try again",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response store(
            @Parameter(required = true) @RestQuery @Nullable String recipe,
            @Parameter(required = true) @RestQuery @Nullable String stream,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT)))
                    byte[] body) {
        Target target = target(recipe, stream, ifMatch, ifNoneMatch);
        StateTable.Key key = target.key();
        long expected = target.expected();
        String document = text(body);
        change(target, () -> expected == 0 ? states.create(key, document) : states.replace(key, expected, document));
        return Response.noContent().header(HttpHeaders.ETAG, etag(expected + 1)).build();
    }

    /// Removes the version that the request names.
    @DELETE
    @Path("/state")
    @Operation(summary = "Remove a checkpoint")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(
            responseCode = "412",
            description = "Another version is stored, or none",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response remove(
            @Parameter(required = true) @RestQuery @Nullable String recipe,
            @Parameter(required = true) @RestQuery @Nullable String stream,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Target target = target(recipe, stream, ifMatch, null);
        change(target, () -> states.remove(target.key(), target.expected()));
        return Response.noContent().build();
    }

    /// What a change is about.
    ///
    /// @param expected the version it is based on, 0 where there must be none yet
    private record Target(StateTable.Key key, long expected) {}

    private Target target(
            @Nullable String recipe, @Nullable String stream, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        StateTable.Key key = key(recipe, stream);
        access.requireWrite(caller, key.recipe());
        return new Target(key, expected(ifMatch, ifNoneMatch));
    }

    private void change(Target target, BooleanSupplier change) {
        faults.at(Faults.Point.BEFORE_STORE);
        boolean done = measures.write(change);
        faults.at(Faults.Point.AFTER_STORE);
        if (!done) {
            throw stale(target.key(), target.expected());
        }
    }

    private StateTable.Key key(@Nullable String recipe, @Nullable String stream) {
        return new StateTable.Key(caller.tenant(), name("recipe", recipe), name("stream", stream));
    }

    /// 0 where there must be none yet.
    private static long expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && ifNoneMatch == null) {
            return Inputs.version(ifMatch);
        }
        if (ifMatch == null && ifNoneMatch != null && ifNoneMatch.strip().equals("*")) {
            return 0;
        }
        if (ifMatch == null && ifNoneMatch == null) {
            throw new Refused(
                    Failure.PRECONDITION_MISSING,
                    "say what the change is based on: If-Match: \"<version>\", or If-None-Match: * for the first");
        }
        throw new Refused(Failure.BAD_REQUEST, "send either If-Match: \"<version>\" or If-None-Match: *");
    }

    private static String text(byte[] body) {
        if (body.length > StateBackend.DOCUMENT_BYTES_MAX) {
            throw new Refused(
                    Failure.TOO_LARGE,
                    "the document has %d bytes, and %d are allowed"
                            .formatted(body.length, StateBackend.DOCUMENT_BYTES_MAX));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.isBlank() || text.indexOf('\0') >= 0) {
                throw new Refused(Failure.BAD_REQUEST, "the document is empty or has zero characters; send JSON");
            }
            return text;
        } catch (CharacterCodingException broken) {
            throw new Refused(Failure.BAD_REQUEST, "the document is not in UTF-8", broken);
        }
    }

    private static Refused stale(StateTable.Key key, long expected) {
        return new Refused(
                Failure.STALE,
                expected == 0
                        ? "a checkpoint of stream '%s' of recipe '%s' is there already"
                                .formatted(key.stream(), key.recipe())
                        : "version %d of stream '%s' of recipe '%s' is not the newest; read again"
                                .formatted(expected, key.stream(), key.recipe()));
    }

    private static String etag(long version) {
        return "\"" + version + "\"";
    }
}
