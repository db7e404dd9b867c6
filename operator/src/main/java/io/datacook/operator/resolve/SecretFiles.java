package io.datacook.operator.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.datacook.crds.Connection;
import io.datacook.engine.recipe.ConfigNode;
import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.operator.desired.Frozen.SecretFile;
import io.datacook.operator.desired.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which keys of which Secrets each stage needs: those of the source in the extractor, those of the destination and of
/// dead letters in the writer, and nowhere else.
final class SecretFiles {
    static final String FOLDER = "/etc/datacook/secrets";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([^/}]+)/([^}:]+)");

    private final Map<String, Connection> connections;
    private final Map<Stage, Map<String, SecretFile>> files = new EnumMap<>(Stage.class);

    private SecretFiles(Map<String, Connection> connections) {
        this.connections = connections;
    }

    /// @param tree of a resolved recipe
    /// @param connections by name
    static Map<Stage, List<SecretFile>> of(Mapping tree, Map<String, Connection> connections) {
        SecretFiles secrets = new SecretFiles(connections);
        for (Entry section : tree.entries()) {
            Stage stage =
                    switch (section.key()) {
                        case "source" -> Stage.EXTRACTOR;
                        case "destination", "errors" -> Stage.WRITER;
                        default -> Stage.TRANSFORM;
                    };
            secrets.walk(section.value(), stage);
        }
        Map<Stage, List<SecretFile>> result = new EnumMap<>(Stage.class);
        secrets.files.forEach((stage, byPath) -> result.put(stage, List.copyOf(byPath.values())));
        return result;
    }

    private void walk(ConfigNode node, Stage stage) {
        switch (node) {
            case Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    if (entry.key().equals("conn_id") && entry.value() instanceof Scalar name) {
                        connection(name.text(), stage);
                    } else {
                        // What a stream says of its destination stands below the source.
                        walk(entry.value(), below(entry.key(), stage));
                    }
                }
            }
            case Sequence sequence -> sequence.items().forEach(item -> walk(item, stage));
            case Scalar scalar -> references(scalar.text(), stage);
        }
    }

    private static Stage below(String key, Stage stage) {
        return switch (key) {
            case "destination" -> Stage.WRITER;
            case "transform" -> Stage.TRANSFORM;
            default -> stage;
        };
    }

    private void connection(String name, Stage stage) {
        Connection connection = connections.get(name);
        if (connection == null) {
            return;
        }
        connection
                .getSpec()
                .secretKeys()
                .forEach((option, secret) -> add(
                        stage, new SecretFile(secret.name(), ConnectionText.key(option, secret), name + "/" + option)));
        connection.getSpec().config().values().forEach(value -> references(value, stage));
    }

    private void references(JsonNode node, Stage stage) {
        if (node.isTextual()) {
            references(node.asText(), stage);
        }
        node.forEach(below -> references(below, stage));
    }

    private void references(String text, Stage stage) {
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            String secret = matcher.group(1).strip();
            String key = matcher.group(2).strip();
            add(stage, new SecretFile(secret, key, secret + "/" + key));
        }
    }

    private void add(Stage stage, SecretFile file) {
        files.computeIfAbsent(stage, _ -> new TreeMap<>()).putIfAbsent(file.path(), file);
    }
}
