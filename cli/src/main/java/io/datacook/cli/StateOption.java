package io.datacook.cli;

import io.datacook.api.StateBackend;
import io.datacook.engine.plan.EngineContext;
import io.datacook.engine.plan.Openers;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.StateConfig;
import io.datacook.engine.run.Datacook;
import io.datacook.engine.state.FileState;
import java.nio.file.Files;
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
        StateConfig config = recipe.state();
        return folder == null && config != null
                ? new Openers(context).state(config)
                : FileState.open(folder(host, recipe));
    }

    /// The same for commands that only look: a folder that is not there is not made.
    StateBackend look(Host host, Recipe recipe, EngineContext context) {
        boolean files = folder != null || recipe.state() == null;
        return files && !Files.isDirectory(folder(host, recipe))
                ? new NothingLoaded(folder(host, recipe))
                : open(host, recipe, context);
    }

    private Path folder(Host host, Recipe recipe) {
        return folder == null ? Datacook.stateFolder(recipe) : host.resolve(folder);
    }
}
