package io.datacook.cli;

import io.datacook.api.StateKey;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Totals;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `datacook state reset`.
@Command(
        name = "reset",
        description = "Forget how far streams are loaded: the next run starts at the beginning. Rows at the "
                + "destination stay.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state reset orders.yaml --stream orders", "  datacook state reset orders.yaml --yes"})
final class StateResetCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Which stream; may be given several times. Without it, all streams of the recipe.")
    private List<String> streams = List.of();

    @Mixin
    private Consent consent = new Consent();

    @Override
    ExitCode execute() {
        try (Workbench bench = Workbench.open(host(), input, stateOption)) {
            List<StateKey> keys =
                    StreamChoice.keys(bench.state().list(bench.recipe().qualifiedName()), streams);
            if (keys.isEmpty()) {
                out().println("nothing to forget: no stream of %s was loaded yet"
                        .formatted(bench.recipe().qualifiedName()));
                return ExitCode.DONE;
            }
            List<String> names = keys.stream().map(StateKey::stream).toList();
            consent.require(
                    host(),
                    "The next run loads %s from the beginning; in append mode rows that are there come again."
                            .formatted(String.join(", ", names)));
            reset(new StateEdits(bench.state(), host().clock()), keys);
            out().println("forgotten: " + String.join(", ", names));
        }
        return ExitCode.DONE;
    }

    static void reset(StateEdits edits, List<StateKey> keys) {
        keys.forEach(
                key -> edits.change(key, before -> new StreamState(before.fence(), null, null, null, Totals.NONE)));
    }
}
