package io.datacook.engine.recipe;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Which rows a run takes.
public sealed interface Incremental {
    /// All of them, each time.
    record Full() implements Incremental {}

    /// Those with a higher value in a column than the last run saw.
    ///
    /// @param column the cursor column
    /// @param lag how far behind the highest value the next run starts again, or `null`
    /// @param start where the first run starts, exclusive, as the column's values are spelled, or `null` for all
    ///     rows
    record Cursor(
            String column, @Nullable Lag lag, @Nullable String start) implements Incremental {}

    /// A distance on a cursor's axis.
    sealed interface Lag {}

    /// For dates and timestamps.
    record TimeLag(Duration duration) implements Lag {}

    /// For numbers.
    record NumberLag(BigDecimal number) implements Lag {}
}
