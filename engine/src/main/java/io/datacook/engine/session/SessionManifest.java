package io.datacook.engine.session;

import io.datacook.api.DatacookException;
import io.datacook.engine.receipt.Receipt;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Spells reports as trees, for the manifest and for `--output json`. Stateless; safe for all threads.
public final class SessionManifest {
    private SessionManifest() {}

    static Map<String, Object> running(SessionStart start, List<StreamReport> ended) {
        Map<String, Object> tree = head(start);
        tree.put("outcome", "running");
        tree.put("process_id", ProcessHandle.current().pid());
        tree.put("streams", ended.stream().map(SessionManifest::stream).toList());
        tree.put("resolved_recipe", start.resolvedRecipe());
        return tree;
    }

    static Map<String, Object> ended(SessionStart start, RunReport report, long peakBytes) {
        Map<String, Object> tree = head(start);
        tree.putAll(run(report, peakBytes));
        tree.put("resolved_recipe", start.resolvedRecipe());
        return tree;
    }

    private static Map<String, Object> head(SessionStart start) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run_id", start.runId());
        tree.put("recipe", start.recipe());
        tree.put("digest", start.digest());
        tree.put("datacook_version", start.version());
        tree.put("started_at", start.startedAt().toString());
        return tree;
    }

    /// A run's report as a tree.
    ///
    /// @param peakBytes resident bytes at their highest, or -1
    public static Map<String, Object> run(RunReport report, long peakBytes) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run_id", report.runId());
        tree.put("recipe", report.recipe());
        tree.put("digest", report.digest());
        tree.put("started_at", report.startedAt().toString());
        tree.put("ended_at", report.endedAt().toString());
        tree.put("elapsed_ms", report.elapsed().toMillis());
        tree.put("outcome", report.outcome().word());
        tree.put("peak_rss_bytes", peakBytes < 0 ? null : peakBytes);
        tree.put("error", error(report.error()));
        tree.put("totals", counts(report.totals()));
        tree.put(
                "streams",
                report.streams().stream().map(SessionManifest::stream).toList());
        return tree;
    }

    static Map<String, Object> stream(StreamReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("stream", report.stream());
        tree.put("outcome", report.outcome().word());
        tree.put("target", report.target());
        tree.putAll(counts(report.counts()));
        tree.put("elapsed_ms", report.elapsed().toMillis());
        tree.put("splits", report.splits());
        tree.put("epochs", report.epochs());
        tree.put("attempts", report.attempts());
        tree.put("state_before", report.stateBefore());
        tree.put("state_after", report.stateAfter());
        tree.put("steps", report.steps().stream().map(SessionManifest::step).toList());
        Map<String, Object> busy = new TreeMap<>();
        report.stageBusy().forEach((stage, time) -> busy.put(stage, time.toMillis()));
        tree.put("stage_busy_ms", busy);
        tree.put("receipt", receipt(report.receipt()));
        tree.put("error", error(report.error()));
        return tree;
    }

    private static @Nullable Map<String, Object> receipt(@Nullable Receipt receipt) {
        if (receipt == null) {
            return null;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("rows", receipt.rows() < 0 ? null : receipt.rows());
        tree.put("columns", receipt.columns());
        tree.put("columns_nulls_only", receipt.columnsOther());
        tree.put("not_verified", receipt.unverified());
        return tree;
    }

    private static Map<String, Object> step(StepCount count) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("step", count.step());
        tree.put("rows_in", count.rowsIn());
        tree.put("rows_out", count.rowsOut());
        return tree;
    }

    private static Map<String, Object> counts(StreamReport.Counts counts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("rows_read", counts.rowsRead());
        tree.put("rows_valid", counts.rowsRead() - counts.rowsRejected());
        tree.put("rows_quarantined", counts.rowsRejected());
        tree.put("rows_written", counts.rowsWritten());
        tree.put("bytes_read", counts.bytesRead());
        tree.put("bytes_written", counts.bytesWritten());
        tree.put("files", counts.files());
        return tree;
    }

    /// An error as a tree, or `null`.
    public static @Nullable Map<String, Object> error(@Nullable DatacookException error) {
        if (error == null) {
            return null;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("code", error.code().toString());
        tree.put("kind", error.code().kind().name().toLowerCase(java.util.Locale.ROOT));
        tree.put("place", error.place());
        tree.put("message", String.valueOf(error.getMessage()));
        return tree;
    }
}
