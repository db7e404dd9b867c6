package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Totals;
import java.util.List;
import picocli.CommandLine.Command;

/// `datacook state reset`.
@Command(
        name = "reset",
        description = "Forget how far streams are loaded: the next run starts at the beginning. Rows at the "
                + "destination stay.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state reset orders.yaml --stream orders", "  datacook state reset orders.yaml --yes"})
final class StateResetCommand extends StreamsCommand {
    @Override
    String verb() {
        return "forget";
    }

    @Override
    String consequence(String names) {
        return "The next run loads %s from the beginning; in append mode rows that are there come again."
                .formatted(names);
    }

    @Override
    void act(StateBackend state, List<StateKey> keys) {
        reset(new StateEdits(state, host().clock()), keys);
        out().println("forgotten: " + names(keys));
    }

    static void reset(StateEdits edits, List<StateKey> keys) {
        keys.forEach(
                key -> edits.change(key, before -> new StreamState(before.fence(), null, null, null, Totals.NONE)));
    }
}
