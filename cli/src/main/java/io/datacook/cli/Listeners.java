package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import io.datacook.engine.run.RunListener;
import io.datacook.engine.run.StreamReport;
import java.time.Duration;
import java.util.List;

/// Several listeners as one. Safe for all threads if they are.
///
/// @param all told in this order
record Listeners(List<RunListener> all) implements RunListener {
    Listeners {
        all = List.copyOf(all);
    }

    @Override
    public void streamStarted(String stream, long rowsEstimate, long bytesEstimate) {
        all.forEach(listener -> listener.streamStarted(stream, rowsEstimate, bytesEstimate));
    }

    @Override
    public void batchRead(String stream, String split, long rows, long bytes) {
        all.forEach(listener -> listener.batchRead(stream, split, rows, bytes));
    }

    @Override
    public void rejected(String stream, List<Reject> rejects) {
        all.forEach(listener -> listener.rejected(stream, rejects));
    }

    @Override
    public void epochCommitted(EpochId epoch, long rows, long bytes, Duration took) {
        all.forEach(listener -> listener.epochCommitted(epoch, rows, bytes, took));
    }

    @Override
    public void retrying(String stream, int attempt, Duration delay, DatacookException reason) {
        all.forEach(listener -> listener.retrying(stream, attempt, delay, reason));
    }

    @Override
    public void streamEnded(StreamReport report) {
        all.forEach(listener -> listener.streamEnded(report));
    }
}
