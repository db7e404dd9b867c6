package io.datacook.engine.recipe;

import org.jspecify.annotations.Nullable;

/// What happens to rows that fail: never dropped in silence, never without a limit.
public sealed interface ErrorPolicy {
    /// The first one ends the run.
    record Fail() implements ErrorPolicy {}

    /// Counted and logged; more than the budget end the run.
    ///
    /// @param rowsMax at least 0
    record Skip(long rowsMax) implements ErrorPolicy {}

    /// Kept with reason and place; more than the budget end the run.
    ///
    /// @param rowsMax at least 0
    /// @param destination where they go, or `null` for the default of who runs it
    record DeadLetter(long rowsMax, @Nullable DestinationConfig destination) implements ErrorPolicy {}
}
