package io.datacook.engine.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Spells documents and checkpoints as JSON and reads them back. What is absent, zero or empty is left out, so a window
/// of many splits stays small. Stateless; safe for all threads.
public final class StateCodec {
    /// Written into each document; a higher one is refused, for its meaning is not known yet.
    public static final int SCHEMA_VERSION = 1;

    private static final String VERSION_FIELD = "datacook_state";

    private StateCodec() {}

    /// The document's JSON, on one line.
    public static String write(StreamState state) {
        ObjectNode root = Json.object();
        root.put(VERSION_FIELD, SCHEMA_VERSION);
        root.put("fence", state.fence());
        if (state.lease() != null) {
            root.set("lease", lease(state.lease()));
        }
        if (state.cursor() != null) {
            root.set(
                    "cursor",
                    Json.object()
                            .put("column", state.cursor().column())
                            .put("value", state.cursor().value()));
        }
        if (state.window() != null) {
            root.set("window", window(state.window()));
        }
        root.set("totals", totals(state.totals()));
        return root.toString();
    }

    /// Reads a document.
    ///
    /// @param where the document's place, for messages
    /// @throws io.datacook.api.DatacookException `STATE_INVALID` if it is damaged or from a newer release
    public static StreamState read(String document, String where) {
        return Json.reading(where, () -> {
            JsonNode root = Json.parse(document);
            long version = Json.number(root, VERSION_FIELD);
            if (version > SCHEMA_VERSION || version < 1) {
                throw Json.newer(where, version, SCHEMA_VERSION);
            }
            return new StreamState(
                    Json.number(root, "fence"),
                    root.has("lease") ? lease(root.get("lease")) : null,
                    root.has("cursor")
                            ? new Cursor(
                                    Json.text(root.get("cursor"), "column"), Json.text(root.get("cursor"), "value"))
                            : null,
                    root.has("window") ? window(root.get("window")) : null,
                    totals(Objects.requireNonNull(root.get("totals"), "totals")));
        });
    }

    /// What a transactional destination keeps beside its rows.
    public static String write(Checkpoint checkpoint) {
        ObjectNode root = Json.object();
        root.put(VERSION_FIELD, SCHEMA_VERSION);
        root.put("window", checkpoint.window());
        root.put("split", checkpoint.split());
        root.put("epoch", checkpoint.epoch());
        SplitCodec.progress(root, checkpoint.progress());
        return root.toString();
    }

    /// Reads what a transactional destination kept.
    ///
    /// @param where the destination, for messages
    /// @throws io.datacook.api.DatacookException `STATE_INVALID` if it is damaged or from a newer release
    public static Checkpoint readCheckpoint(String text, String where) {
        return Json.reading(where, () -> {
            JsonNode root = Json.parse(text);
            long version = Json.number(root, VERSION_FIELD);
            if (version > SCHEMA_VERSION || version < 1) {
                throw Json.newer(where, version, SCHEMA_VERSION);
            }
            return new Checkpoint(
                    Json.text(root, "window"),
                    Json.text(root, "split"),
                    Json.number(root, "epoch"),
                    SplitCodec.progress(root));
        });
    }

    private static ObjectNode lease(Lease lease) {
        return Json.object()
                .put("host", lease.owner().host())
                .put("pid", lease.owner().pid())
                .put("process_started_at", lease.owner().processStartedAt())
                .put("run", lease.owner().runId())
                .put("fence", lease.fence())
                .put("since", lease.since().toString())
                .put("expires_at", lease.expiresAt().toString());
    }

    private static Lease lease(JsonNode node) {
        Owner owner = new Owner(
                Json.text(node, "host"),
                Json.number(node, "pid"),
                Json.number(node, "process_started_at"),
                Json.text(node, "run"));
        return new Lease(
                owner,
                Json.number(node, "fence"),
                Instant.parse(Json.text(node, "since")),
                Instant.parse(Json.text(node, "expires_at")));
    }

    private static ObjectNode totals(Totals totals) {
        ObjectNode node = Json.object()
                .put("windows", totals.windows())
                .put("rows", totals.rows())
                .put("rejects", totals.rejects());
        Json.put(node, "last_window", totals.lastWindow());
        Json.put(
                node,
                "last_success",
                totals.lastSuccess() == null ? null : totals.lastSuccess().toString());
        Json.put(node, "last_run", totals.lastRun());
        return node;
    }

    private static Totals totals(JsonNode node) {
        String lastSuccess = Json.textOrNull(node, "last_success");
        return new Totals(
                Json.number(node, "windows"),
                Json.number(node, "rows"),
                Json.number(node, "rejects"),
                Json.textOrNull(node, "last_window"),
                lastSuccess == null ? null : Instant.parse(lastSuccess),
                Json.textOrNull(node, "last_run"));
    }

    private static ObjectNode window(Window window) {
        ObjectNode node = Json.object()
                .put("id", window.id())
                .put("run", window.runId())
                .put("opened_at", window.openedAt().toString())
                .put("mode", window.mode())
                .put("schema", window.schemaDigest())
                .put("phase", window.phase().name().toLowerCase(Locale.ROOT));
        CursorRange range = window.range();
        if (range != null) {
            ObjectNode bounds = node.putObject("range").put("column", range.column());
            Json.put(bounds, "after", range.after());
            Json.put(bounds, "up_to", range.upTo());
        }
        if (window.readyFence() != 0) {
            node.put("ready_fence", window.readyFence());
        }
        window.splits().forEach(split -> node.withArray("splits").add(SplitCodec.write(split)));
        return node;
    }

    private static Window window(JsonNode node) {
        List<SplitState> splits = new ArrayList<>();
        for (JsonNode split : node.path("splits")) {
            splits.add(SplitCodec.read(split));
        }
        return new Window(
                Json.text(node, "id"),
                Json.text(node, "run"),
                Instant.parse(Json.text(node, "opened_at")),
                node.has("range") ? range(node.get("range")) : null,
                Json.text(node, "mode"),
                Json.text(node, "schema"),
                Window.Phase.valueOf(Json.text(node, "phase").toUpperCase(Locale.ROOT)),
                splits,
                node.path("ready_fence").asLong(0));
    }

    private static CursorRange range(JsonNode node) {
        return new CursorRange(
                Json.text(node, "column"), Json.textOrNull(node, "after"), Json.textOrNull(node, "up_to"));
    }

    static Split split(JsonNode node) {
        return new Split(
                Json.text(node, "id"),
                Json.texts(node, "fields"),
                node.path("rows_estimate").asLong(-1),
                node.path("bytes_estimate").asLong(-1));
    }

    static Position position(JsonNode node, String field) {
        return new Position(Json.texts(node, field));
    }

    static void put(ObjectNode node, String field, @Nullable Position position) {
        if (position != null && !position.isStart()) {
            Json.put(node, field, position.fields());
        }
    }
}
