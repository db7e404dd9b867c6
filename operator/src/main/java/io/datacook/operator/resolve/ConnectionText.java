package io.datacook.operator.resolve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.Connection;
import io.datacook.crds.ConnectionSpec.SecretKey;
import io.datacook.crds.Recipe;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.TreeMap;

/// Writes connections the way the recipe language reads them: one manifest in one line of JSON.
final class ConnectionText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConnectionText() {}

    /// Kind and name of a manifest.
    static ObjectNode head(HasMetadata object) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("apiVersion", Recipe.GROUP + "/" + Recipe.VERSION);
        manifest.put("kind", object.getKind());
        manifest.putObject("metadata").put("name", object.getMetadata().getName());
        return manifest;
    }

    /// As the user wrote it.
    static String withReferences(Connection connection) {
        ObjectNode manifest = head(connection);
        ObjectNode spec = manifest.putObject("spec");
        spec.put("type", connection.getSpec().type());
        new TreeMap<>(connection.getSpec().config()).forEach(spec.putObject("config")::set);
        ObjectNode secrets = spec.putObject("secretKeys");
        new TreeMap<>(connection.getSpec().secretKeys())
                .forEach((option, secret) ->
                        secrets.putObject(option).put("name", secret.name()).put("key", key(option, secret)));
        return manifest.toString();
    }

    /// As pods read it: secrets are files of the stage's own volume.
    static String withFiles(Connection connection) {
        ObjectNode manifest = head(connection);
        ObjectNode spec = manifest.putObject("spec");
        spec.put("type", connection.getSpec().type());
        new TreeMap<>(connection.getSpec().config()).forEach(spec.putObject("config")::set);
        for (Map.Entry<String, SecretKey> secret :
                new TreeMap<>(connection.getSpec().secretKeys()).entrySet()) {
            spec.put(
                    secret.getKey(),
                    "${file:%s/%s/%s}"
                            .formatted(
                                    SecretFiles.FOLDER, connection.getMetadata().getName(), secret.getKey()));
        }
        return manifest.toString();
    }

    static String key(String option, SecretKey secret) {
        return secret.key() == null ? option : secret.key();
    }
}
