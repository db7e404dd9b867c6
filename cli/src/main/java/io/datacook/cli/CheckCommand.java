package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.Source;
import io.datacook.api.StreamInfo;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.session.Quantities;
import io.datacook.engine.session.SessionManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `datacook check`.
@Command(
        name = "check",
        description = "Connect to the source, the destination and the state of a recipe and say what is there. "
                + "Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook check orders.yaml"})
final class CheckCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Mixin
    private Output output = new Output();

    private final List<Object> results = new ArrayList<>();
    private @Nullable DatacookException first;

    @Override
    ExitCode execute() {
        try (Workbench bench = Workbench.look(host(), input, stateOption)) {
            Openers openers = new Openers(bench.context());
            List<StreamRecipe> streams = new ArrayList<>();
            probe(
                    "state",
                    "",
                    () -> "%s, %s"
                            .formatted(
                                    bench.state().describe(),
                                    Quantities.of(
                                            bench.state()
                                                    .list(bench.recipe().qualifiedName())
                                                    .size(),
                                            "checkpoint")));
            probe("streams", "", () -> {
                streams.addAll(new Planner(bench.context(), bench.state()).streams());
                return Quantities.of(streams.size(), "stream");
            });
            for (StreamRecipe stream : streams) {
                probe("source", stream.name(), () -> source(openers, stream));
                probe("destination", stream.name(), () -> destination(openers, stream));
            }
        }
        if (output.isJson()) {
            printJson(results);
        }
        return first == null ? ExitCode.DONE : ExitCode.of(first);
    }

    /// One thing to look at; a failure is shown and the next thing looked at.
    private void probe(String what, String stream, Supplier<String> look) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("what", what);
        tree.put("stream", stream);
        try {
            String found = look.get();
            tree.put("ok", true);
            tree.put("found", found);
            if (!output.isJson()) {
                out().println("%s %-11s  %s%s"
                        .formatted(style().good("✓"), what, stream.isEmpty() ? "" : stream + ": ", found));
            }
        } catch (DatacookException failed) {
            first = first == null ? failed : first;
            tree.put("ok", false);
            tree.put("error", SessionManifest.error(failed));
            if (!output.isJson()) {
                out().println("%s %-11s  %s".formatted(style().bad("✗"), what, stream));
                out().flush();
                failures().describe(failed);
            }
        }
        results.add(tree);
    }

    private static String source(Openers openers, StreamRecipe stream) {
        try (Source source = openers.source(stream.source(), stream.name())) {
            StreamInfo info = source.describe();
            return "%s %s, %s%s"
                    .formatted(
                            stream.source().type(),
                            info.name(),
                            Quantities.of(info.schema().getFields().size(), "column"),
                            info.rowsEstimate() < 0 ? "" : ", about " + Quantities.of(info.rowsEstimate(), "row"));
        }
    }

    private static String destination(Openers openers, StreamRecipe stream) {
        try (Destination destination = openers.destination(stream.destination(), stream.name())) {
            Schema existing = destination.existing();
            return "%s %s, %s"
                    .formatted(
                            stream.destination().type(),
                            destination.describe(),
                            existing == null
                                    ? "not there yet"
                                    : Quantities.of(existing.getFields().size(), "column"));
        }
    }
}
