package io.datacook.stateservice.http;

import io.datacook.stateservice.auth.Caller;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.RunHistory;
import io.datacook.stateservice.store.Stage;
import jakarta.inject.Singleton;

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

    void requireWrite(Caller caller, String recipe) {
        caller.requireStage(Stage.WRITER);
        requireRead(caller, recipe);
    }
}
