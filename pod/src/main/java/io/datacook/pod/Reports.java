package io.datacook.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.DatacookException;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import org.jspecify.annotations.Nullable;

/// How a run ended, as the state service keeps it.
final class Reports {
    private Reports() {}

    /// A run that was carried out, well or not.
    static ObjectNode of(RunReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("outcome", report.outcome().name());
        error(node, report.error());
        ArrayNode streams = node.putArray("streams");
        report.streams().forEach(stream -> stream(streams.addObject(), stream));
        return node;
    }

    private static void stream(ObjectNode node, StreamReport report) {
        node.put("stream", report.stream())
                .put("outcome", report.outcome().name())
                .put("target", report.target())
                .put("splits", report.splits())
                .put("epochs", report.epochs())
                .put("attempts", report.attempts())
                .put("stateBefore", report.stateBefore())
                .put("stateAfter", report.stateAfter())
                .put("elapsedMillis", report.elapsed().toMillis());
        StreamReport.Counts counts = report.counts();
        node.putObject("counts")
                .put("rowsRead", counts.rowsRead())
                .put("rowsWritten", counts.rowsWritten())
                .put("rowsRejected", counts.rowsRejected())
                .put("bytesRead", counts.bytesRead())
                .put("bytesWritten", counts.bytesWritten())
                .put("files", counts.files());
        ArrayNode steps = node.putArray("steps");
        report.steps()
                .forEach(step -> steps.addObject()
                        .put("step", step.step())
                        .put("rowsIn", step.rowsIn())
                        .put("rowsOut", step.rowsOut()));
        error(node, report.error());
    }

    /// A stage that failed for good.
    static ObjectNode failed(DatacookException failure) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("outcome", "FAILED");
        error(node, failure);
        node.putArray("streams");
        return node;
    }

    private static void error(ObjectNode node, @Nullable DatacookException failure) {
        if (failure == null) {
            return;
        }
        ObjectNode error = node.putObject("error")
                .put("code", failure.code().toString())
                .put("kind", failure.code().kind().name())
                .put("message", String.valueOf(failure.getMessage()));
        if (failure.place() != null) {
            error.put("place", failure.place());
        }
    }
}
