package io.datacook.pod;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import io.datacook.engine.link.LinkWatch;
import io.datacook.engine.run.RunListener;
import io.datacook.engine.run.StreamReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Says in the pod's log what its reader wants to know, and passes everything on to what counts it.
///
/// Commits are told of once in ten seconds, the first one at once: a log of a long load stays short. **Threading:**
/// safe for all threads.
final class PodLog implements LinkWatch, RunListener {
    private static final Logger LOG = Logger.getLogger("io.datacook");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final double MILLIS = 1e3;

    private final Progress progress;
    private final Clock clock;
    private final AtomicReference<@Nullable Instant> toldAt = new AtomicReference<>();

    PodLog(Progress progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void sent(String split, long rows, long readForThem, long bytes, Duration waited) {
        progress.sent(split, rows, readForThem, bytes, waited);
    }

    @Override
    public void received(String split, long rows, long bytes, Duration waited) {
        progress.received(split, rows, bytes, waited);
    }

    @Override
    public void failed(DatacookException failure) {
        progress.failed(failure);
        LOG.warnf("a request of the next stage failed, which was told: %s", failure.describe());
    }

    @Override
    public void streamStarted(String stream, long rowsEstimate, long bytesEstimate) {
        LOG.infof("stream %s begins%s", stream, rowsEstimate < 0 ? "" : ", about %,d rows".formatted(rowsEstimate));
    }

    @Override
    public void batchRead(String stream, String split, long rows, long bytes) {
        progress.batchRead(stream, split, rows, bytes);
    }

    @Override
    public void rejected(String stream, List<Reject> rejects) {
        progress.rejected(stream, rejects);
    }

    @Override
    public void epochCommitted(EpochId epoch, long rows, long bytes, Duration took) {
        progress.epochCommitted(epoch, rows, bytes, took);
        Instant now = clock.instant();
        Instant told = toldAt.get();
        if ((told == null || !now.isBefore(told.plus(INTERVAL))) && toldAt.compareAndSet(told, now)) {
            LOG.infof(
                    "stream %s committed %s; %,d rows since this pod began",
                    epoch.stream(), epoch.published(), progress.snapshot().rowsWritten());
        }
    }

    @Override
    public void retrying(String stream, int attempt, Duration delay, DatacookException reason) {
        LOG.warnf(
                "stream %s goes on with attempt %d in %d ms: %s", stream, attempt, delay.toMillis(), reason.describe());
    }

    @Override
    public void streamEnded(StreamReport report) {
        LOG.infof(
                "stream %s %s: %,d rows read, %,d written, %,d rejected in %d epochs and %.1f s",
                report.stream(),
                report.outcome().name().toLowerCase(Locale.ROOT),
                report.counts().rowsRead(),
                report.counts().rowsWritten(),
                report.counts().rowsRejected(),
                report.epochs(),
                report.elapsed().toMillis() / MILLIS);
    }
}
