package io.datacook.cli;

import io.datacook.api.Connector;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceRole;
import io.datacook.engine.recipe.Catalog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `datacook list-connectors`.
@Command(
        name = "list-connectors",
        description = "Show the systems Datacook reads from, writes to and keeps state in, and what each can do.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook list-connectors", "  datacook list-connectors --output json"})
final class ListConnectorsCommand extends HostCommand {
    @Mixin
    private Output output = new Output();

    @Override
    ExitCode execute() {
        Collection<Connector> connectors = Catalog.load().connectors();
        if (output.isJson()) {
            printJson(connectors.stream().map(ListConnectorsCommand::tree).toList());
            return ExitCode.DONE;
        }
        TextTable table = new TextTable(style(), "TYPE", "SOURCE", "DESTINATION", "STATE", "WHAT IT IS");
        for (Connector connector : connectors) {
            table.row(
                    connector.type(),
                    words(sourceFeatures(connector)),
                    words(destinationFeatures(connector)),
                    connector.state() == null ? "-" : "yes",
                    connector.summary());
        }
        print(table);
        return ExitCode.DONE;
    }

    private static Map<String, Object> tree(Connector connector) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", connector.type());
        tree.put("summary", connector.summary());
        tree.put("source", sourceFeatures(connector));
        tree.put("destination", destinationFeatures(connector));
        tree.put("state", connector.state() != null);
        return tree;
    }

    private static @Nullable List<String> sourceFeatures(Connector connector) {
        SourceRole<?> role = connector.source();
        return role == null ? null : names(role.features());
    }

    private static @Nullable List<String> destinationFeatures(Connector connector) {
        DestinationRole<?> role = connector.destination();
        return role == null ? null : names(role.features());
    }

    private static List<String> names(Set<? extends Enum<?>> features) {
        return features.stream()
                .sorted(java.util.Comparator.comparingInt(Enum::ordinal))
                .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String words(@Nullable List<String> features) {
        return features == null ? "-" : features.isEmpty() ? "yes" : String.join(" ", features);
    }
}
