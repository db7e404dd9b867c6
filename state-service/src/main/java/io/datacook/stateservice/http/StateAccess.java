package io.datacook.stateservice.http;

import io.datacook.stateservice.auth.Caller;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.RunHistory;
import io.datacook.stateservice.store.Stage;
import io.datacook.stateservice.store.StateTable;
import jakarta.inject.Singleton;
import java.util.List;

/// What tokens that are bound to a run or a stage may do with checkpoints: those of the run's recipe, and only a writer
/// changes them.
@Singleton
final class StateAccess {
    private final RunHistory runs;

    StateAccess(RunHistory runs) {
        this.runs = runs;
    }

    void requireRead(Caller caller, String recipe) {
        String run = caller.boundRun();
        if (run == null) {
            return;
        }
        String loaded = runs.recipe(caller.tenant(), run);
        if (!recipe.equals(loaded)) {
            throw new Refused(
                    Failure.FORBIDDEN,
                    loaded == null
                            ? "this token is bound to run '%s', which has not begun: attach first".formatted(run)
                            : "this token is bound to run '%s' of recipe '%s' and does not reach recipe '%s'"
                                    .formatted(run, loaded, recipe));
        }
    }

    /// The keys that a token sees: all of its tenant's, or those of its run's recipe.
    List<StateTable.Entry> visible(Caller caller, List<StateTable.Entry> keys) {
        String run = caller.boundRun();
        if (run == null) {
            return keys;
        }
        String loaded = runs.recipe(caller.tenant(), run);
        return keys.stream().filter(key -> key.recipe().equals(loaded)).toList();
    }

    void requireWrite(Caller caller, String recipe) {
        caller.requireStage(Stage.WRITER);
        requireRead(caller, recipe);
    }
}
