package io.datacook.stateservice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.stateservice.store.Outcome;
import io.datacook.stateservice.store.Progress;
import io.datacook.stateservice.store.RunTable;
import org.jspecify.annotations.Nullable;

/// Turns a report into what is kept: numbers are summed up, texts shortened, the rest stays as it came.
final class Reports {
    private static final int MESSAGE_CHARACTERS_MAX = 8192;

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
                totals(body.streams()));
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
