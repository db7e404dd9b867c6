package io.datacook.stateservice.events;

import io.datacook.stateservice.Faults;
import io.datacook.stateservice.Settings;
import io.datacook.stateservice.store.EventTable;
import io.datacook.stateservice.store.EventTable.Backlog;
import io.datacook.stateservice.store.EventTable.Event;
import io.datacook.stateservice.store.EventTable.Published;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Carries events from their table to Kafka, for as long as the service lives. Where Kafka is away, events wait
/// in their table and loads go on.
///
/// **Threading:** one virtual thread, begun where events are on. Two replicas take turns, by a lock in PostgreSQL.
@Singleton
public final class EventRelay {
    private static final Logger LOG = Logger.getLogger(EventRelay.class);
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(15);
    private static final Duration END_MAX = Duration.ofSeconds(10);

    private final EventTable table;
    private final Instance<EventSender> sender;
    private final Settings settings;
    private final Faults faults;
    private final MeterRegistry registry;
    private volatile Backlog backlog = new Backlog(0, 0);
    private volatile boolean stopping;
    private @Nullable Thread thread;
    private @Nullable Counter sent;
    private @Nullable Counter failures;
    private Duration pause = PAUSE;

    /// @param sender asked for only where events are on: there is no channel otherwise
    EventRelay(
            EventTable table, Instance<EventSender> sender, Settings settings, Faults faults, MeterRegistry registry) {
        this.table = table;
        this.sender = sender;
        this.settings = settings;
        this.faults = faults;
        this.registry = registry;
    }

    /// After the tables are up to date.
    void start(@Observes StartupEvent event) {
        if (!settings.events().enabled() || settings.training()) {
            return;
        }
        registry.gauge("datacook.state.events.waiting", this, relay -> relay.backlog.rows());
        registry.gauge("datacook.state.events.oldest.seconds", this, relay -> relay.backlog.oldestSeconds());
        sent = registry.counter("datacook.state.events.sent");
        failures = registry.counter("datacook.state.events.failures");
        LOG.infof(
                "run events go to topic %s of Kafka at %s",
                settings.events().topic(), settings.events().bootstrapServers());
        thread = Thread.ofVirtual().name("event relay").start(this::work);
    }

    /// Waits for the batch that is under way, so that nothing is sent twice without need.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            if (!running.join(END_MAX)) {
                LOG.warn("the last run events may be sent again");
            }
        }
    }

    private void work() {
        while (!stopping) {
            pass();
            LockSupport.parkNanos(this, pause.toNanos());
        }
    }

    private void pass() {
        boolean failedBefore = pause.compareTo(PAUSE) > 0;
        try {
            Published done = table.publish(BATCH, this::send);
            backlog = table.backlog();
            if (done.sent() < done.found()) {
                pause = longer();
                return;
            }
            if (failedBefore && done.sent() > 0) {
                LOG.info("Kafka takes run events again");
            }
            pause = done.found() == BATCH ? Duration.ZERO : PAUSE;
        } catch (RuntimeException failed) {
            if (!failedBefore) {
                LOG.warnf("run events wait: %s", failed.getMessage());
            }
            pause = longer();
        }
    }

    private Duration longer() {
        Duration next = pause.isZero() ? PAUSE : pause.multipliedBy(2);
        return next.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : next;
    }

    private Set<Long> send(List<Event> events) {
        faults.at(Faults.Point.BEFORE_PUBLISH);
        EventSender.Sent result = sender.get().send(events);
        count(sent, result.positions().size());
        if (result.failure() != null) {
            count(failures, 1);
            if (pause.compareTo(PAUSE) <= 0) {
                LOG.warnf(
                        "run events wait, Kafka at %s does not take them: %s",
                        settings.events().bootstrapServers(), result.failure().getMessage());
            }
        }
        faults.at(Faults.Point.AFTER_PUBLISH);
        return result.positions();
    }

    private static void count(@Nullable Counter counter, int number) {
        if (counter != null) {
            counter.increment(number);
        }
    }
}
