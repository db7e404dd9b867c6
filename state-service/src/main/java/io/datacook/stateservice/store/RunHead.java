package io.datacook.stateservice.store;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// As much of a run as decides what may happen to it.
///
/// @param errorKind who can mend its error, or `null`
/// @param isNew whether the statement that gave it began it
record RunHead(
        String recipe,
        String digest,
        Outcome outcome,
        @Nullable String errorKind,
        boolean isCancelled,
        boolean isNew) {
    static final String PLAIN = "SELECT recipe, digest, outcome, error_kind, cancelled_at IS NOT NULL AS cancelled, "
            + "false AS is_new FROM datacook_state.runs WHERE tenant = ? AND run = ?";

    static final String LOCKED = PLAIN + " FOR UPDATE";

    static RunHead read(ResultSet row) throws SQLException {
        return new RunHead(
                row.getString("recipe"),
                row.getString("digest"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("error_kind"),
                row.getBoolean("cancelled"),
                row.getBoolean("is_new"));
    }

    void requireOpenFor(RunTable.Attach attach) {
        String run = attach.key().run();
        if (isCancelled) {
            throw new Refused(Failure.CANCELLED, "run %s was cancelled; no pod may join it".formatted(run));
        }
        if (isOver()) {
            throw new Refused(Failure.ENDED, "run %s has ended, %s; begin a new one".formatted(run, outcome));
        }
        if (!recipe.equals(attach.recipe()) || !digest.equals(attach.digest())) {
            throw new Refused(
                    Failure.CONFLICT,
                    "run %s loads recipe %s with digest %s, not recipe %s with digest %s; begin a new one"
                            .formatted(run, recipe, digest, attach.recipe(), attach.digest()));
        }
    }

    /// A failure outside of the recipe may be mended by another attempt, and whoever attaches is one.
    private boolean isOver() {
        return switch (outcome) {
            case RUNNING, STOPPED -> false;
            case SUCCEEDED -> true;
            case FAILED -> !"EXTERNAL".equals(errorKind) && !"RESOURCES".equals(errorKind);
        };
    }
}
