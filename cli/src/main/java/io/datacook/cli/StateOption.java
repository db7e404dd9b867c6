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
            paramLabel = "PLACE",
            description = {
                "Keep checkpoints here, whatever the recipe says: a folder, a state service (http://… or "
                        + "https://…, its token in DATACOOK_STATE_TOKEN or its file in DATACOOK_STATE_TOKEN_FILE) or "
                        + "a database (postgres://…, its password in PGPASSWORD).",
                "Default: the recipe's state, else .datacook/state beside the recipe."
            })
    private @Nullable String place;

    /// Opens what the command line, the recipe or the default says; the caller closes it.
    StateBackend open(Host host, Recipe recipe, EngineContext context) {
        StateConfig config = config(host, recipe);
        return config == null ? FileState.open(folder(host, recipe)) : new Openers(context).state(config);
    }

    /// The same for commands that only look: a folder that is not there is not made.
    StateBackend look(Host host, Recipe recipe, EngineContext context) {
        boolean files = config(host, recipe) == null;
        return files && !Files.isDirectory(folder(host, recipe))
                ? new NothingLoaded(folder(host, recipe))
                : open(host, recipe, context);
    }

    /// Which connector keeps the state, or `null` for a folder.
    private @Nullable StateConfig config(Host host, Recipe recipe) {
        return place == null ? recipe.state() : StatePlace.config(place, host.variables());
    }

    private Path folder(Host host, Recipe recipe) {
        return place == null ? Datacook.stateFolder(recipe) : host.resolve(Path.of(place));
    }
}
