package io.datacook.pod;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// A pod's numbers for Prometheus; `docs/reference/pods.md` lists them.
@Singleton
public class Metrics {
    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Begins to publish.
    ///
    /// @param recipe the recipe's name
    void publish(Progress progress, PodSettings settings, StageName stage, String recipe) {
        Tags tags = Tags.of(
                "namespace", settings.namespace(),
                "recipe", recipe,
                "stage", stage.word(),
                "lane", Integer.toString(settings.lane()));
        counter("datacook.rows.read", progress, tags, Progress.Snapshot::rowsRead);
        counter("datacook.rows.written", progress, tags, Progress.Snapshot::rowsWritten);
        counter("datacook.rows.rejected", progress, tags, Progress.Snapshot::rowsRejected);
        counter("datacook.bytes.written", progress, tags, Progress.Snapshot::bytesWritten);
        counter("datacook.epochs.committed", progress, tags, Progress.Snapshot::epochs);
        counter("datacook.link.bytes.sent", progress, tags, Progress.Snapshot::bytesSent);
        counter("datacook.link.bytes.received", progress, tags, Progress.Snapshot::bytesReceived);
        counter("datacook.link.failures", progress, tags, Progress.Snapshot::linkFailures);
        time(
                "datacook.link.credit.wait",
                progress,
                tags,
                snapshot -> snapshot.creditWait().toMillis());
        time(
                "datacook.link.rows.wait",
                progress,
                tags,
                snapshot -> snapshot.rowsWait().toMillis());
    }

    private void counter(String name, Progress progress, Tags tags, ToLongFunction<Progress.Snapshot> value) {
        FunctionCounter.builder(name, progress, each -> value.applyAsLong(each.snapshot()))
                .tags(tags)
                .register(registry);
    }

    private void time(String name, Progress progress, Tags tags, ToLongFunction<Progress.Snapshot> millis) {
        TimeGauge.builder(name, progress, TimeUnit.MILLISECONDS, each -> millis.applyAsLong(each.snapshot()))
                .tags(tags)
                .register(registry);
    }
}
