package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sections that name a connector: `source`, `destination`, `state`, `errors.destination`.
final class Sections {
    private final Connections connections;
    private final List<RecipeProblem> problems;

    /// @param problems takes what is wrong
    Sections(Connections connections, List<RecipeProblem> problems) {
        this.connections = connections;
        this.problems = problems;
    }

    /// A section with its connection's keys beneath its own.
    ///
    /// @param type empty if it is missing, which is a problem
    record Section(String type, Mapping options) {}

    /// Lays the section's options over those of its connection.
    ///
    /// @param node the section as written
    /// @param path where it stands
    Section section(Mapping node, String path, @Nullable String type, @Nullable String connId, Mapping options) {
        if (connId == null) {
            return new Section(type == null ? missingType(node, path) : type, options);
        }
        ConfigNode reference = node.find("conn_id");
        Mapping connection = connections.find(connId, path, reference == null ? node.place() : reference.place());
        if (connection == null) {
            return new Section(type == null ? "" : type, options);
        }
        String connectionType = connection.text("type");
        ConfigNode typeNode = node.find("type");
        if (type != null && typeNode != null && connectionType != null && !type.equals(connectionType)) {
            problems.add(new RecipeProblem(
                    Rule.UNSUPPORTED,
                    typeNode.place(),
                    "%s.type is '%s', but the connection '%s' is of type '%s' (%s)"
                            .formatted(path, Texts.cut(type), connId, connectionType, connection.place()),
                    "Leave the type out, or name another connection."));
        }
        String known = type == null ? connectionType : type;
        return new Section(
                known == null ? missingType(node, path) : known,
                Merger.overlay(connection.without(List.of("type")), options));
    }

    private String missingType(Mapping node, String path) {
        problems.add(new RecipeProblem(
                Rule.MISSING_KEY, node.place(), "%s.type is missing".formatted(path), "Add it, such as type: csv."));
        return "";
    }
}
