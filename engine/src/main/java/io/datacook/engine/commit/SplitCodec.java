package io.datacook.engine.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.Manifest;
import java.util.ArrayList;
import java.util.List;

/// Spells the parts of a document of which there are many: splits and manifests.
final class SplitCodec {
    private SplitCodec() {}

    static ObjectNode write(SplitState state) {
        ObjectNode node = Json.object().put("id", state.id());
        if (!state.split().fields().isEmpty()) {
            Json.put(node, "fields", state.split().fields());
        }
        if (state.split().rowsEstimate() >= 0) {
            node.put("rows_estimate", state.split().rowsEstimate());
        }
        if (state.split().bytesEstimate() >= 0) {
            node.put("bytes_estimate", state.split().bytesEstimate());
        }
        Json.putUnlessZero(node, "fence", state.fence());
        Json.putUnlessZero(node, "epoch", state.epoch());
        progress(
                node,
                new EpochCommit.Progress(
                        state.position(),
                        state.last(),
                        state.rows(),
                        state.bytes(),
                        state.rejects(),
                        state.cursorMax(),
                        state.sums(),
                        state.rejected()));
        if (!state.commit().isEmpty()) {
            node.put("commit", state.commit());
        }
        Json.putUnlessZero(node, "in_doubt", state.inDoubt());
        for (Manifest manifest : state.manifests()) {
            node.withArray("manifests").add(write(manifest));
        }
        return node;
    }

    static SplitState read(JsonNode node) {
        EpochCommit.Progress progress = progress(node);
        List<Manifest> manifests = new ArrayList<>();
        for (JsonNode manifest : node.path("manifests")) {
            manifests.add(manifest(manifest));
        }
        return new SplitState(
                StateCodec.split(node),
                node.path("fence").asLong(0),
                node.path("epoch").asLong(0),
                progress.to(),
                progress.last(),
                progress.rows(),
                progress.bytes(),
                progress.rejects(),
                progress.cursorMax(),
                progress.sums(),
                node.path("commit").asText(""),
                manifests,
                progress.rejected(),
                node.path("in_doubt").asLong(0));
    }

    static void progress(ObjectNode node, EpochCommit.Progress progress) {
        StateCodec.put(node, "position", progress.to());
        if (progress.last()) {
            node.put("last", true);
        }
        Json.putUnlessZero(node, "rows", progress.rows());
        Json.putUnlessZero(node, "bytes", progress.bytes());
        Json.putUnlessZero(node, "rejects", progress.rejects());
        Json.put(node, "cursor_max", progress.cursorMax());
        Json.put(node, "sums", progress.sums().isEmpty() ? null : progress.sums());
        if (!progress.rejected().files().isEmpty()) {
            node.set("rejected", write(progress.rejected()));
        }
    }

    static EpochCommit.Progress progress(JsonNode node) {
        return new EpochCommit.Progress(
                StateCodec.position(node, "position"),
                node.path("last").asBoolean(false),
                node.path("rows").asLong(0),
                node.path("bytes").asLong(0),
                node.path("rejects").asLong(0),
                Json.textOrNull(node, "cursor_max"),
                node.path("sums").asText(""),
                node.has("rejected") ? manifest(node.get("rejected")) : SplitState.NOTHING);
    }

    private static ArrayNode write(Manifest manifest) {
        ArrayNode files = Json.array();
        for (Manifest.StagedFile file : manifest.files()) {
            files.add(Json.object()
                    .put("staged", file.staged())
                    .put("target", file.target())
                    .put("bytes", file.bytes())
                    .put("rows", file.rows())
                    .put("checksum", file.checksum()));
        }
        return files;
    }

    private static Manifest manifest(JsonNode node) {
        List<Manifest.StagedFile> files = new ArrayList<>();
        for (JsonNode file : node) {
            files.add(new Manifest.StagedFile(
                    Json.text(file, "staged"),
                    Json.text(file, "target"),
                    Json.number(file, "bytes"),
                    Json.number(file, "rows"),
                    Json.text(file, "checksum")));
        }
        return new Manifest(files);
    }
}
