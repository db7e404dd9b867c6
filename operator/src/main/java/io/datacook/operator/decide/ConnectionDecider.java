package io.datacook.operator.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.crds.Condition;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Connection;
import io.datacook.crds.ConnectionStatus;
import io.datacook.engine.recipe.Redaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Tells whether a connection can be used, as far as its own text shows it.
///
/// Secrets are not looked at: Kubernetes has no way to see that a key exists without reading its value. What is missing
/// shows where it is mounted, in the run.
public final class ConnectionDecider {
    private ConnectionDecider() {}

    /// What to tell.
    ///
    /// @param recipes how many recipes name it
    public static ConnectionStatus decide(Connection connection, int recipes, Instant now) {
        List<Condition> before = connection.getStatus() == null
                ? List.of()
                : connection.getStatus().conditions();
        Conditions conditions = new Conditions(before, connection.getMetadata().getGeneration(), now);
        TreeSet<String> clear = new TreeSet<>();
        connection.getSpec().config().forEach((key, value) -> inClear(key, value, clear));
        TreeSet<String> twice = new TreeSet<>(connection.getSpec().config().keySet());
        twice.retainAll(connection.getSpec().secretKeys().keySet());
        if (!clear.isEmpty()) {
            conditions.set(
                    "Ready",
                    Status.FALSE,
                    "SecretInClear",
                    "config holds secrets in clear (%s); put them into a Secret and name them in secretKeys"
                            .formatted(String.join(", ", clear)));
        } else if (!twice.isEmpty()) {
            conditions.set(
                    "Ready",
                    Status.FALSE,
                    "OptionTwice",
                    "%s stand in config and in secretKeys; take them out of one".formatted(String.join(", ", twice)));
        } else {
            int secrets = connection.getSpec().secretKeys().size();
            conditions.set(
                    "Ready",
                    Status.TRUE,
                    "Accepted",
                    secrets == 0
                            ? "it needs no Secret"
                            : "it needs %d keys of Secrets; a run's pods mount them, nobody else reads them"
                                    .formatted(secrets));
        }
        return new ConnectionStatus(connection.getMetadata().getGeneration(), conditions.list(), recipes);
    }

    private static void inClear(String key, JsonNode value, Set<String> found) {
        if (value.isTextual() && Redaction.inClear(key, value.asText())) {
            found.add(key);
        }
        for (Map.Entry<String, JsonNode> below : value.properties()) {
            inClear(below.getKey(), below.getValue(), found);
        }
    }
}
