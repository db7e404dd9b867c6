package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.load.StreamStates;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `datacook state unlock`.
@Command(
        name = "unlock",
        description = "Take streams away from a run that is gone: the next run need not wait until its hold ends. "
                + "Should that run live after all, it can commit nothing any more.",
        footerHeading = "%nExamples:%n",
        footer = {"  datacook state unlock orders.yaml --stream orders", "  datacook state unlock orders.yaml --yes"})
final class StateUnlockCommand extends StreamsCommand {
    @Override
    String verb() {
        return "unlock";
    }

    @Override
    String consequence(String names) {
        return "A run that still loads %s will fail at its next commit; nothing is lost or doubled by that."
                .formatted(names);
    }

    @Override
    void act(StateBackend state, List<StateKey> keys) {
        for (StateKey key : keys) {
            Lease held = StreamStates.unlock(state, key);
            out().println(key.stream() + ": " + describe(held));
        }
    }

    private static String describe(@Nullable Lease held) {
        return held == null
                ? "nobody held it"
                : "taken from %s, which held it since %s".formatted(held.owner().describe(), held.since());
    }
}
