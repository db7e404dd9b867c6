package io.datacook.cli;

import io.datacook.api.StateKey;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.load.StreamStates;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `datacook state unlock`.
@Command(
        name = "unlock",
        description = "Take streams away from a run that is gone: the next run need not wait until its hold ends. "
                + "Should that run live after all, it can commit nothing any more.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state unlock orders.yaml --stream orders", "  datacook state unlock orders.yaml --yes"})
final class StateUnlockCommand extends HostCommand {
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
                out().println("nothing to unlock: no stream of %s was loaded yet"
                        .formatted(bench.recipe().qualifiedName()));
                return ExitCode.DONE;
            }
            consent.require(
                    host(),
                    "A run that still loads %s will fail at its next commit; nothing is lost or doubled by that."
                            .formatted(String.join(
                                    ", ", keys.stream().map(StateKey::stream).toList())));
            for (StateKey key : keys) {
                Lease held = StreamStates.unlock(bench.state(), key);
                out().println(key.stream() + ": " + describe(held));
            }
        }
        return ExitCode.DONE;
    }

    private static String describe(@Nullable Lease held) {
        return held == null
                ? "nobody held it"
                : "taken from %s, which held it since %s".formatted(held.owner().describe(), held.since());
    }
}
