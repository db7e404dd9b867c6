package io.datacook.stateservice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.api.ErrorCode;
import io.datacook.stateservice.store.EventType;
import io.datacook.stateservice.store.Outcome;
import io.datacook.stateservice.store.Progress;
import io.datacook.stateservice.store.RunTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a report into what is kept: numbers are summed up, texts shortened, the rest stays as it came.
final class Reports {
    private static final int MESSAGE_CHARACTERS_MAX = 8192;

    private static final Map<String, EventType> FINDINGS = Map.of(
            ErrorCode.RECEIPT_MISMATCH.toString(), EventType.RECEIPT_MISMATCHED,
            ErrorCode.SCHEMA_MISMATCH.toString(), EventType.SCHEMA_MISMATCHED);

    private Reports() {}

    static RunTable.Report of(Outcome outcome, Requests.Report body) {
        Requests.Problem error = body.error();
        return new RunTable.Report(
                outcome,
                error == null
                        ? null
                        : new RunTable.Cause(
                                shortened(error.code()),
                                shortened(error.kind()),
                                shortened(error.message()),
                                shortened(error.place())),
                text(body.streams()),
                text(body.receipts()),
                totals(body.streams()),
                findings(body));
    }

    /// Errors that others than the one who mends them want to hear of, with the streams that have them.
    private static Map<EventType, List<String>> findings(Requests.Report body) {
        Map<EventType, List<String>> found = new EnumMap<>(EventType.class);
        if (body.error() != null) {
            note(found, String.valueOf(body.error().code()), null);
        }
        if (body.streams() != null && body.streams().isArray()) {
            for (JsonNode stream : body.streams()) {
                note(
                        found,
                        stream.path("error").path("code").asText(),
                        stream.path("stream").asText());
            }
        }
        return found;
    }

    private static void note(Map<EventType, List<String>> found, String code, @Nullable String stream) {
        EventType type = FINDINGS.get(code);
        if (type != null) {
            List<String> streams = found.computeIfAbsent(type, absent -> new ArrayList<>());
            if (stream != null) {
                streams.add(stream);
            }
        }
    }

    /// Streams carry their numbers in `counts`, as the engine's reports do; others count nothing.
    private static Progress totals(@Nullable JsonNode streams) {
        long read = 0;
        long written = 0;
        long rejected = 0;
        long bytes = 0;
        if (streams != null && streams.isArray()) {
            for (JsonNode stream : streams) {
                JsonNode counts = stream.path("counts");
                read += counts.path("rowsRead").asLong();
                written += counts.path("rowsWritten").asLong();
                rejected += counts.path("rowsRejected").asLong();
                bytes += counts.path("bytesWritten").asLong();
            }
        }
        return new Progress(read, written, rejected, bytes, 0, null);
    }

    private static @Nullable String text(@Nullable JsonNode tree) {
        return tree == null || tree.isNull() ? null : tree.toString();
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String storable = text.replace("\0", "\uFFFD");
        return storable.length() <= MESSAGE_CHARACTERS_MAX
                ? storable
                : storable.substring(0, MESSAGE_CHARACTERS_MAX) + "…";
    }
}
