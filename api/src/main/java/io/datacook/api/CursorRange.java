package io.datacook.api;

import org.jspecify.annotations.Nullable;

/// The rows an incremental read takes: `column > after and column <= upTo`, rows without a cursor value left out.
///
/// Values are texts of the column's Arrow type as [CursorValues] spells them: whole numbers, decimals, ISO-8601 dates
/// and timestamps, or strings.
///
/// @param column the cursor column
/// @param after exclusive lower bound, or `null` on the first run
/// @param upTo inclusive upper bound fixed at the start of the run, or `null` where the source has no way to know it
public record CursorRange(
        String column, @Nullable String after, @Nullable String upTo) {}
