package io.datacook.engine.recipe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The interval of data that a run is for, where whoever started it says so.
///
/// @param from `{{ run.window_from }}`, or `null` if nobody says
/// @param to `{{ run.window_to }}`, or `null` if nobody says
public record DataWindow(@Nullable Instant from, @Nullable Instant to) {
    /// Nobody says.
    public static final DataWindow NONE = new DataWindow(null, null);
}
