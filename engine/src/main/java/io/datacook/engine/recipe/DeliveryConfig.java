package io.datacook.engine.recipe;

import org.jspecify.annotations.Nullable;

/// The delivery a recipe insists on; a run that cannot give it is refused before any row.
///
/// @param delivery the least that will do, or `null` for whatever the pair of systems gives
/// @param place where the recipe says so, or `null`
public record DeliveryConfig(
        @Nullable Delivery delivery, @Nullable Place place) {
    /// How often a row may arrive.
    public enum Delivery {
        /// Once, also after crashes.
        EXACTLY_ONCE,
        /// Once by its key, though it may be written more often.
        IDEMPOTENT,
        /// Once or, after a crash, more often.
        AT_LEAST_ONCE
    }
}
