package io.datacook.engine.step;

import io.datacook.api.StepContext;
import org.jspecify.annotations.Nullable;

/// What becomes of a row with a value that a step cannot take.
public enum OnError {
    /// The run ends, saying where.
    FAIL,
    /// The cell becomes null.
    NULL,
    /// The row is rejected, and goes where the recipe's `errors.policy` sends rejected rows.
    QUARANTINE;

    /// What the recipe asks for, or, if it does not say, what its `errors.policy` allows.
    ///
    /// @throws io.datacook.api.DatacookException `RECIPE_UNSUPPORTED` if nothing takes rejects
    static OnError decide(@Nullable OnError wanted, StepContext context) {
        if (wanted == QUARANTINE && !context.rejecting()) {
            throw StepColumns.unsupported("on_error is quarantine, but errors.policy is fail, so that there is no place"
                    + " for rejected rows; set errors.policy to dead_letter or skip");
        }
        return wanted != null ? wanted : context.rejecting() ? QUARANTINE : FAIL;
    }
}
