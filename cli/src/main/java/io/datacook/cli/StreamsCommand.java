package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that changes the checkpoints of streams: chooses them, asks, acts.
abstract class StreamsCommand extends HostCommand {
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

    /// What it does, as in `nothing to unlock`.
    abstract String verb();

    /// What follows of it, as a sentence.
    ///
    /// @param names of the streams
    abstract String consequence(String names);

    /// Does it, once somebody agreed.
    ///
    /// @param keys at least one
    abstract void act(StateBackend state, List<StateKey> keys);

    @Override
    final ExitCode execute() {
        try (Workbench bench = Workbench.open(host(), input, stateOption)) {
            String recipe = bench.recipe().qualifiedName();
            List<StateKey> keys = StreamChoice.keys(bench.state().list(recipe), streams);
            if (keys.isEmpty()) {
                out().println("nothing to %s: no stream of %s was loaded yet".formatted(verb(), recipe));
                return ExitCode.DONE;
            }
            consent.require(host(), consequence(names(keys)));
            act(bench.state(), keys);
        }
        return ExitCode.DONE;
    }

    static String names(List<StateKey> keys) {
        return String.join(", ", keys.stream().map(StateKey::stream).toList());
    }
}
