package io.datacook.engine.session;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import io.datacook.engine.run.RunListener;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Writes a session while its run goes on: events and metrics at once, the manifest at the start, after each stream and
/// at the end, the HTML report last.
///
/// **Threading:** safe for several lanes. **Closing:** by [#finish], or by [#close] when the run ended without a
/// report,
/// which leaves the session interrupted.
public final class SessionListener implements RunListener, AutoCloseable {
    private final Session session;
    private final SessionStart start;
    private final Clock clock;
    private final Throughput throughput = new Throughput();
    private final RejectSamples rejects = new RejectSamples();
    private final Map<String, Progress> progress = new ConcurrentSkipListMap<>();
    private final List<StreamReport> ended = Collections.synchronizedList(new ArrayList<>());

    /// @param session closed by the listener
    public SessionListener(Session session, SessionStart start, Clock clock) {
        this.session = session;
        this.start = start;
        this.clock = clock;
        event("run_started", Map.of("recipe", start.recipe(), "digest", start.digest()));
        session.manifest(SessionManifest.running(start, List.of()));
    }

    private static final class Progress {
        private final LongAdder rowsRead = new LongAdder();
        private final LongAdder bytesRead = new LongAdder();
        private final LongAdder rowsRejected = new LongAdder();
        private final LongAdder rowsWritten = new LongAdder();
    }

    /// The session that is written.
    public Session session() {
        return session;
    }

    @Override
    public void streamStarted(String stream, long rowsEstimate, long bytesEstimate) {
        of(stream);
        event("stream_started", stream, Map.of("rows_estimate", rowsEstimate, "bytes_estimate", bytesEstimate));
        // So that the time before the first row, spent on planning, does not flatten the rate after it.
        sample();
    }

    @Override
    public void batchRead(String stream, String split, long rows, long bytes) {
        Progress counts = of(stream);
        counts.rowsRead.add(rows);
        counts.bytesRead.add(bytes);
        sample();
    }

    @Override
    public void rejected(String stream, List<Reject> rows) {
        of(stream).rowsRejected.add(rows.size());
        for (Reject row : rejects.add(stream, rows)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("stage", row.stage());
            fields.put("place", row.place());
            fields.put("column", row.column());
            fields.put("value", row.value());
            fields.put("reason", row.reason());
            event("row_rejected", stream, fields);
        }
    }

    @Override
    public void epochCommitted(EpochId epoch, long rows, long bytes, Duration took) {
        of(epoch.stream()).rowsWritten.add(rows);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("window", epoch.window());
        fields.put("split", epoch.split());
        fields.put("epoch", epoch.epoch());
        fields.put("fence", epoch.fence());
        fields.put("rows", rows);
        fields.put("bytes", bytes);
        fields.put("took_ms", took);
        event("epoch_committed", epoch.stream(), fields);
        sample();
    }

    @Override
    public void retrying(String stream, int attempt, Duration delay, DatacookException reason) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("attempt", attempt);
        fields.put("delay_ms", delay);
        fields.put("error", SessionManifest.error(reason));
        event("retrying", stream, fields);
    }

    @Override
    public void streamEnded(StreamReport report) {
        ended.add(report);
        event("stream_ended", report.stream(), SessionManifest.stream(report));
        stepMetrics(report);
        synchronized (ended) {
            session.manifest(SessionManifest.running(start, List.copyOf(ended)));
        }
    }

    /// Writes what became of the run, and ends the session.
    public void finish(RunReport report) {
        long peakBytes = PeakMemory.bytes();
        throughput.end(point(Duration.between(start.startedAt(), report.endedAt())));
        event("run_ended", Map.of("outcome", report.outcome().word(), "peak_rss_bytes", peakBytes));
        session.manifest(SessionManifest.ended(start, report, peakBytes));
        session.report(new HtmlReport(start, report, peakBytes, throughput.points(), rejects).text());
        session.close();
    }

    @Override
    public void close() {
        session.close();
    }

    private Progress of(String stream) {
        return progress.computeIfAbsent(stream, name -> new Progress());
    }

    private void sample() {
        if (!throughput.offer(point(Duration.between(start.startedAt(), clock.instant())))) {
            return;
        }
        progress.forEach((stream, counts) -> {
            Map<String, Object> line = line(stream);
            line.put("rows_read", counts.rowsRead.sum());
            line.put("rows_rejected", counts.rowsRejected.sum());
            line.put("rows_written", counts.rowsWritten.sum());
            line.put("bytes_read", counts.bytesRead.sum());
            session.metric(line);
        });
    }

    private Throughput.Point point(Duration elapsed) {
        long read = 0;
        long written = 0;
        long bytes = 0;
        for (Progress counts : progress.values()) {
            read += counts.rowsRead.sum();
            written += counts.rowsWritten.sum();
            bytes += counts.bytesRead.sum();
        }
        return new Throughput.Point(elapsed, read, written, bytes);
    }

    private void stepMetrics(StreamReport report) {
        metric(report.stream(), "extract", "rows_read", report.counts().rowsRead());
        int number = 1;
        for (StepCount step : report.steps()) {
            metric(report.stream(), "transform_" + number++ + "_" + step.step(), "rows_processed", step.rowsOut());
        }
        metric(report.stream(), "write", "rows_written", report.counts().rowsWritten());
        report.stageBusy().forEach((stage, busy) -> metric(report.stream(), stage, "busy_ms", busy.toMillis()));
    }

    private void metric(String stream, String step, String metric, long value) {
        Map<String, Object> line = line(stream);
        line.put("step", step);
        line.put("metric", metric);
        line.put("value", value);
        session.metric(line);
    }

    private void event(String name, String stream, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("stream", stream);
        all.putAll(fields);
        event(name, all);
    }

    private void event(String name, Map<String, ?> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", clock.instant().toString());
        line.put("event", name);
        line.putAll(fields);
        session.event(line);
    }

    private Map<String, Object> line(String stream) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", clock.instant().toString());
        line.put("stream", stream);
        return line;
    }
}
