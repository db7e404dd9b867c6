package io.datacook.operator.decide;

import io.datacook.crds.RecipeSpec;
import io.datacook.crds.RecipeSpec.Mode;
import io.datacook.crds.RecipeSpec.UpgradePolicy;
import io.datacook.operator.resolve.Resolved;

/// What a change of a recipe's spec does, by the part that changed. `docs/reference/operator.md` has it as a table.
enum SpecChange {
    /// The operator goes by it from its next look on; no pod is touched.
    AT_ONCE,
    /// The run under way keeps what it began with, the next one has it.
    NEXT_RUN,
    /// Another run, after the one under way.
    NEW_RUN,
    /// The run under way, which would never end by itself, ends the way `upgradePolicy` says; then another begins.
    RESTART,
    /// The run under way drains and rests; it is the same run that goes on later.
    REST,
    /// The run under way drains, and no other begins.
    END,
    /// The recipe breaks rules: the run under way goes on, no other begins, and the status says what to mend.
    REFUSED;

    /// What it does.
    ///
    /// @param part what changed
    /// @param spec after the change
    /// @param resolved what the recipe is after the change
    static SpecChange of(SpecPart part, RecipeSpec spec, Resolved resolved) {
        boolean streaming = spec.mode() == Mode.STREAMING;
        SpecChange change =
                switch (part) {
                    case SCHEDULE, RETRY, HISTORY, UPGRADE_POLICY, DELETION_POLICY -> AT_ONCE;
                    case SUSPEND -> REST;
                    case ABSTRACT -> END;
                    case MODE -> RESTART;
                    case EXECUTION -> streaming ? RESTART : NEXT_RUN;
                    case RESTART_NONCE -> streaming ? RESTART : NEW_RUN;
                    case RECIPE -> streaming ? RESTART : spec.schedule() == null ? NEW_RUN : NEXT_RUN;
                };
        boolean needed = change.begins() || part == SpecPart.RECIPE;
        return resolved instanceof Resolved.Broken && needed ? REFUSED : change;
    }

    /// Whether another run begins because of it.
    boolean begins() {
        return this == NEW_RUN || this == RESTART;
    }

    /// Whether the run under way has to end for it.
    boolean ends(UpgradePolicy policy) {
        return this == END || (this == RESTART && policy != UpgradePolicy.NEXT_RUN);
    }
}
