package io.datacook.stateservice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.stateservice.store.LaneTable.Lane;
import io.datacook.stateservice.store.LaneTable.Peer;
import io.datacook.stateservice.store.Outcome;
import io.datacook.stateservice.store.Progress;
import io.datacook.stateservice.store.RunHistory;
import io.datacook.stateservice.store.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What the service says, as JSON.
public final class Answers {
    private Answers() {}

    /// The place a pod got.
    ///
    /// @param session one more than any pod before it
    /// @param peers the other stages of its lane that have attached
    @Schema(name = "Attached")
    public record Attached(long session, Map<String, Peer> peers) {
        static Attached of(long session, Stage own, List<Lane> lane) {
            Map<String, Peer> peers = new TreeMap<>();
            for (Lane other : lane) {
                if (other.stage() != own) {
                    peers.put(other.stage().word(), new Peer(other.address(), other.session(), other.podUid()));
                }
            }
            return new Attached(session, peers);
        }
    }

    /// Rows and bytes of a run.
    @Schema(name = "Totals")
    public record Totals(long rowsRead, long rowsWritten, long rowsRejected, long bytes) {
        static Totals of(Progress progress) {
            return new Totals(progress.rowsRead(), progress.rowsWritten(), progress.rowsRejected(), progress.bytes());
        }
    }

    /// A run.
    ///
    /// @param epoch the newest epoch that any lane committed
    /// @param committedAt when that was
    /// @param lanes who serves it; absent in lists
    /// @param streams of the report; absent in lists
    /// @param receipts of the report; absent in lists
    @Schema(name = "Run")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(
            String run,
            String recipe,
            String digest,
            Outcome outcome,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant cancelledAt,
            Totals totals,
            long epoch,
            @Nullable Instant committedAt,
            @Nullable List<Lane> lanes,
            Requests.@Nullable Problem error,

            @Schema(type = SchemaType.ARRAY, implementation = Object.class) @Nullable
            JsonNode streams,

            @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable
            JsonNode receipts) {

        static Run of(RunHistory.Run run) {
            return of(run, null, null, null);
        }

        static Run of(
                RunHistory.Run run,
                @Nullable List<Lane> lanes,
                @Nullable JsonNode streams,
                @Nullable JsonNode receipts) {
            return new Run(
                    run.run(),
                    run.recipe(),
                    run.digest(),
                    run.outcome(),
                    run.startedAt(),
                    run.endedAt(),
                    run.cancelledAt(),
                    Totals.of(run.totals()),
                    run.totals().epoch(),
                    run.totals().committedAt(),
                    lanes,
                    run.error() == null
                            ? null
                            : new Requests.Problem(
                                    run.error().code(),
                                    run.error().kind(),
                                    run.error().message(),
                                    run.error().place()),
                    streams,
                    receipts);
        }
    }
}
