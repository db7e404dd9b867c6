package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.session.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `datacook state import`.
@Command(
        name = "import",
        description = "Put checkpoints back that 'state export' printed.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state import orders.yaml orders.state.json"})
final class StateImportCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Parameters(index = "1", paramLabel = "FILE", description = "What 'state export' printed.")
    private Path file = Path.of("");

    @Mixin
    private StateOption stateOption = new StateOption();

    @Mixin
    private Consent consent = new Consent();

    @Override
    ExitCode execute() {
        Map<String, StreamState> streams = read(host().resolve(file));
        try (Workbench bench = Workbench.open(host(), input, stateOption)) {
            consent.require(
                    host(),
                    "The checkpoints of %s are replaced by those of %s."
                            .formatted(String.join(", ", streams.keySet()), file));
            StateEdits edits = new StateEdits(bench.state(), host().clock());
            streams.forEach((stream, state) ->
                    edits.change(new StateKey(bench.recipe().qualifiedName(), stream), before -> state));
            out().println("restored: " + String.join(", ", streams.keySet()));
        }
        return ExitCode.DONE;
    }

    /// Everything is read and checked before anything is changed.
    private static Map<String, StreamState> read(Path file) {
        String text;
        try {
            if (Files.size(file) > Documents.BYTES_MAX) {
                throw invalid(file, "is larger than %d bytes".formatted(Documents.BYTES_MAX));
            }
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING, "%s cannot be read (%s)".formatted(file, unreadable), unreadable);
        }
        Map<?, ?> tree = Documents.readYaml(text);
        if (tree == null || !(tree.get("streams") instanceof Map<?, ?> streams) || streams.isEmpty()) {
            throw invalid(file, "has no streams");
        }
        Map<String, StreamState> states = new LinkedHashMap<>();
        streams.forEach((stream, document) -> states.put(
                String.valueOf(stream), StateCodec.read(Documents.jsonLine(document), file + ", stream " + stream)));
        return states;
    }

    private static DatacookException invalid(Path file, String why) {
        return new DatacookException(
                ErrorCode.STATE_INVALID,
                "%s %s\nGive a file that 'datacook state export' printed.".formatted(file, why));
    }
}
