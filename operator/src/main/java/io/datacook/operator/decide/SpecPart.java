package io.datacook.operator.decide;

/// The parts of a recipe's spec that differ in what a change of them does; one for each component of `RecipeSpec`.
enum SpecPart {
    ABSTRACT("isAbstract"),
    MODE("mode"),
    SCHEDULE("schedule"),
    SUSPEND("suspend"),
    EXECUTION("execution"),
    RETRY("retry"),
    HISTORY("history"),
    UPGRADE_POLICY("upgradePolicy"),
    DELETION_POLICY("deletionPolicy"),
    RESTART_NONCE("restartNonce"),
    /// The recipe itself, as far as it changes the digest.
    RECIPE("recipe");

    private final String component;

    SpecPart(String component) {
        this.component = component;
    }

    /// The component of `RecipeSpec`.
    String component() {
        return component;
    }
}
