package io.datacook.operator.kube;

import io.datacook.operator.decide.Notice;
import io.datacook.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kubernetes events without spam: the same news of the same object once in ten minutes, counted in one event.
///
/// Events are written by a thread of their own, one after the other, so that news never hold up the work. One
/// that cannot be written, as in a namespace that goes away, is logged and forgotten; so is the newest when four
/// thousand wait. Safe for concurrent use; closing it writes what waits, for at most two seconds.
public final class Events implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int REMEMBERED = 4096;
    private static final int WAITING_MAX = 4096;
    private static final int MESSAGE_MAX = 1024;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Memo<Instant> told = new Memo<>(REMEMBERED);
    private final ThreadPoolExecutor writer;

    /// Tells by a client.
    ///
    /// @param client stays the caller's
    /// @param clock tells what was said lately
    public Events(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("events").factory(),
                (_, _) -> LOG.debug("an event is not told: {} wait already", WAITING_MAX));
    }

    /// Tells the news of an object.
    public void tell(HasMetadata about, Notice notice) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String name = name(about, notice);
        String key = about.getMetadata().getNamespace() + "/" + name;
        Instant last = told.get(key);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return;
        }
        told.put(key, now);
        Event event = event(about, notice, name, now);
        writer.execute(() -> {
            try {
                write(event, now);
            } catch (KubernetesClientException e) {
                LOG.debug("no event {} for {}: HTTP {}", notice.reason(), key, e.getCode());
            }
        });
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void write(Event event, Instant now) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            client.resource(event).edit(old -> {
                old.setCount((old.getCount() == null ? 1 : old.getCount()) + 1);
                old.setLastTimestamp(now.toString());
                return old;
            });
        }
    }

    private static Event event(HasMetadata about, Notice notice, String name, Instant now) {
        String message = notice.message();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(about.getMetadata().getName())
                .withNamespace(about.getMetadata().getNamespace())
                .withUid(about.getMetadata().getUid())
                .endInvolvedObject()
                .withType(notice.type().word())
                .withReason(notice.reason())
                .withMessage(message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message)
                .withFirstTimestamp(now.toString())
                .withLastTimestamp(now.toString())
                .withCount(1)
                .withNewSource()
                .withComponent(Labels.OPERATOR)
                .endSource()
                .withReportingComponent(Labels.OPERATOR)
                .build();
    }

    /// The same news has the same name, whichever operator tells it.
    private static String name(HasMetadata about, Notice notice) {
        CRC32 sum = new CRC32();
        String text = about.getMetadata().getUid() + "|" + notice.reason() + "|" + notice.message();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return "%s.%08x".formatted(about.getMetadata().getName(), sum.getValue());
    }
}
