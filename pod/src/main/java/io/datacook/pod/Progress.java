package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import io.datacook.engine.link.LinkWatch;
import io.datacook.engine.run.RunListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How far this pod is, for heartbeats, metrics and probes.
///
/// **Threading:** safe for all threads.
public final class Progress implements LinkWatch, RunListener {
    private final Clock clock;
    private final LongAdder rowsRead = new LongAdder();
    private final LongAdder rowsWritten = new LongAdder();
    private final LongAdder rowsRejected = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder epochs = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder creditWaitNanos = new LongAdder();
    private final LongAdder rowsWaitNanos = new LongAdder();
    private final LongAdder linkFailures = new LongAdder();
    private final AtomicReference<@Nullable Instant> committedAt = new AtomicReference<>();

    /// @param clock the only clock
    public Progress(Clock clock) {
        this.clock = clock;
    }

    /// How far a pod is.
    ///
    /// @param rowsRead rows the source gave
    /// @param rowsWritten rows committed
    /// @param rowsRejected rows left out
    /// @param bytesWritten bytes committed
    /// @param epochs commits
    /// @param committedAt when the last commit was, or `null`
    /// @param bytesSent to the right neighbour
    /// @param bytesReceived from the left neighbour
    /// @param creditWait time the right neighbour let this one wait: back-pressure
    /// @param rowsWait time the left neighbour let this one wait
    /// @param linkFailures requests that failed
    public record Snapshot(
            long rowsRead,
            long rowsWritten,
            long rowsRejected,
            long bytesWritten,
            long epochs,
            @Nullable Instant committedAt,
            long bytesSent,
            long bytesReceived,
            Duration creditWait,
            Duration rowsWait,
            long linkFailures) {}

    /// How far it is now.
    public Snapshot snapshot() {
        return new Snapshot(
                rowsRead.sum(),
                rowsWritten.sum(),
                rowsRejected.sum(),
                bytesWritten.sum(),
                epochs.sum(),
                committedAt.get(),
                bytesSent.sum(),
                bytesReceived.sum(),
                Duration.ofNanos(creditWaitNanos.sum()),
                Duration.ofNanos(rowsWaitNanos.sum()),
                linkFailures.sum());
    }

    @Override
    public void sent(String split, long rows, long readForThem, long bytes, Duration waited) {
        rowsRead.add(readForThem);
        bytesSent.add(bytes);
        creditWaitNanos.add(waited.toNanos());
    }

    @Override
    public void received(String split, long rows, long bytes, Duration waited) {
        bytesReceived.add(bytes);
        rowsWaitNanos.add(waited.toNanos());
    }

    @Override
    public void failed(DatacookException failure) {
        linkFailures.increment();
    }

    @Override
    public void batchRead(String stream, String split, long rows, long bytes) {
        rowsRead.add(rows);
    }

    @Override
    public void rejected(String stream, List<Reject> rejects) {
        rowsRejected.add(rejects.size());
    }

    @Override
    public void epochCommitted(EpochId epoch, long rows, long bytes, Duration took) {
        rowsWritten.add(rows);
        bytesWritten.add(bytes);
        epochs.increment();
        committedAt.set(clock.instant());
    }
}
