package io.datacook.engine.recipe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What run-time templates are filled with.
///
/// @param runId `{{ run.id }}`
/// @param startedAt `{{ run.date }}`, `{{ run.started_at }}` and `{{ now() }}`: the same throughout a run
/// @param stream `{{ stream.name }}`, also behind `{{ stream.schema }}` and `{{ stream.table }}`, or `null` where no
///     stream is known
/// @param window `{{ run.window_from }}` and `{{ run.window_to }}`
public record RunValues(
        String runId, Instant startedAt, @Nullable String stream, DataWindow window) {
    /// Stands for the values of a run while a recipe is only checked, so that options see texts as they will be.
    static final RunValues ASSUMED =
            new RunValues("20260101-000000-0000", Instant.EPOCH, "table", new DataWindow(Instant.EPOCH, Instant.EPOCH));

    /// A run without a window of data.
    public RunValues(String runId, Instant startedAt, @Nullable String stream) {
        this(runId, startedAt, stream, DataWindow.NONE);
    }
}
