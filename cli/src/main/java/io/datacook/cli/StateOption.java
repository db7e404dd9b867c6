package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.StateConfig;
import io.datacook.engine.run.Datacook;
import io.datacook.engine.state.FileState;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--state`, for commands that read or change checkpoints.
final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Keep checkpoints in this folder, whatever the recipe says. Default: the recipe's state, "
                    + "else .datacook/state beside the recipe.")
    private @Nullable Path folder;

    /// Opens what the command line, the recipe or the default says; the caller closes it.
    StateBackend open(Host host, Recipe recipe, EngineContext context) {
        if (folder != null) {
            return FileState.open(host.resolve(folder));
        }
        StateConfig config = recipe.state();
        return config == null ? FileState.open(Datacook.stateFolder(recipe)) : new Openers(context).state(config);
    }
}
