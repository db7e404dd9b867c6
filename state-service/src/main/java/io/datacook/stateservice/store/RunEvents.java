package io.datacook.stateservice.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The data of a run event, as `docs/reference/run-event.schema.json` describes it. It has a limit: texts are cut, and
/// of many streams the first are named.
final class RunEvents {
    private static final int TEXT_CHARACTERS_MAX = 1024;
    private static final int STREAMS_MAX = 100;

    private RunEvents() {}

    /// @param streams those that the event is about; none where it is about the run
    static String data(String tenant, RunHistory.Run run, List<String> streams) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("tenant", tenant)
                .put("recipe", run.recipe())
                .put("digest", run.digest())
                .put("run", run.run())
                .put("outcome", run.outcome().name());
        put(data, "startedAt", run.startedAt());
        put(data, "endedAt", run.endedAt());
        put(data, "cancelledAt", run.cancelledAt());
        Progress totals = run.totals();
        data.putObject("totals")
                .put("rowsRead", totals.rowsRead())
                .put("rowsWritten", totals.rowsWritten())
                .put("rowsRejected", totals.rowsRejected())
                .put("bytes", totals.bytes());
        data.put("epoch", totals.epoch());
        put(data, "committedAt", totals.committedAt());
        if (run.error() != null) {
            error(data.putObject("error"), run.error());
        }
        if (!streams.isEmpty()) {
            streams.stream().limit(STREAMS_MAX).map(RunEvents::cut).forEach(data.putArray("streams")::add);
        }
        return data.toString();
    }

    private static void error(ObjectNode node, RunTable.Cause error) {
        put(node, "code", error.code());
        put(node, "kind", error.kind());
        put(node, "message", error.message());
        put(node, "place", error.place());
    }

    private static void put(ObjectNode node, String member, @Nullable Instant time) {
        if (time != null) {
            node.put(member, time.toString());
        }
    }

    private static void put(ObjectNode node, String member, @Nullable String text) {
        if (text != null) {
            node.put(member, cut(text));
        }
    }

    private static String cut(String text) {
        return text.length() <= TEXT_CHARACTERS_MAX ? text : text.substring(0, TEXT_CHARACTERS_MAX - 1) + "…";
    }
}
