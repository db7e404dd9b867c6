package io.datacook.pod;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.api.DatacookException;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.session.SessionManifest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a run ended, as the state service keeps it.
final class Reports {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Reports() {}

    /// A run that was carried out, well or not.
    static ObjectNode of(RunReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("outcome", report.outcome().name().toUpperCase(Locale.ROOT));
        error(node, report.error());
        Map<String, ?> tree = SessionManifest.run(report, -1);
        node.set("streams", JSON.valueToTree(tree.get("streams")));
        return node;
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
