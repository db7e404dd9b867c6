package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.plan.Planner;
import io.datacook.engine.recipe.Incremental;
import io.datacook.engine.recipe.StreamRecipe;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `datacook state set`.
@Command(
        name = "set",
        description = "Set the cursor of a stream: the next run takes the rows after it.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state set orders.yaml --stream orders --cursor 2026-11-01T00:00:00 --yes"})
final class StateSetCommand extends HostCommand {
    @Mixin
    private RecipeInput input = new RecipeInput();

    @Mixin
    private StateOption stateOption = new StateOption();

    @Option(names = "--stream", paramLabel = "STREAM", description = "Which stream; not needed if there is one only.")
    private @Nullable String stream;

    @Option(
            names = "--cursor",
            required = true,
            paramLabel = "VALUE",
            description = "The largest value that counts as loaded, as 'show-state' spells it.")
    private String cursor = "";

    @Mixin
    private Consent consent = new Consent();

    @Override
    ExitCode execute() {
        try (Workbench bench = Workbench.open(host(), input, stateOption)) {
            List<StreamRecipe> streams = new Planner(bench.context(), bench.state()).streams();
            StreamRecipe chosen = StreamChoice.single(streams, stream);
            if (!(chosen.incremental() instanceof Incremental.Cursor by)) {
                throw new DatacookException(
                        ErrorCode.USAGE,
                        "stream %s has no cursor: each run reads all rows\nGive it source.incremental first."
                                .formatted(chosen.name()));
            }
            consent.require(
                    host(),
                    "Rows of stream %s with %s ≤ %s count as loaded from now on; an unfinished load is forgotten."
                            .formatted(chosen.name(), by.column(), cursor));
            StateKey key = new StateKey(bench.recipe().qualifiedName(), chosen.name());
            new StateEdits(bench.state(), host().clock())
                    .change(
                            key,
                            before -> new StreamState(
                                    before.fence(), null, new Cursor(by.column(), cursor), null, before.totals()));
            out().println("%s: %s ≤ %s".formatted(chosen.name(), by.column(), cursor));
        }
        return ExitCode.DONE;
    }
}
