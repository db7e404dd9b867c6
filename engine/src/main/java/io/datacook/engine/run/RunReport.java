package io.datacook.engine.run;

import io.datacook.api.DatacookException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a run.
///
/// @param runId the run's id, also the name of its session folder
/// @param recipe the recipe's name
/// @param digest the resolved recipe's digest
/// @param startedAt when it began
/// @param endedAt when it ended
/// @param streams one report for each stream, in the recipe's order
public record RunReport(
        String runId, String recipe, String digest, Instant startedAt, Instant endedAt, List<StreamReport> streams) {
    public RunReport {
        streams = List.copyOf(streams);
    }

    /// Failed if any stream failed, else stopped if any was stopped, else succeeded.
    public Outcome outcome() {
        if (streams.stream().anyMatch(stream -> stream.outcome() == Outcome.FAILED)) {
            return Outcome.FAILED;
        }
        return streams.stream().anyMatch(stream -> stream.outcome() == Outcome.STOPPED)
                ? Outcome.STOPPED
                : Outcome.SUCCEEDED;
    }

    /// The first stream's error, or `null` if there is none.
    public @Nullable DatacookException error() {
        for (StreamReport stream : streams) {
            if (stream.error() != null) {
                return stream.error();
            }
        }
        return null;
    }

    /// The sum over all streams.
    public StreamReport.Counts totals() {
        return streams.stream().map(StreamReport::counts).reduce(StreamReport.Counts.NONE, StreamReport.Counts::plus);
    }

    /// Wall time.
    public Duration elapsed() {
        return Duration.between(startedAt, endedAt);
    }
}
