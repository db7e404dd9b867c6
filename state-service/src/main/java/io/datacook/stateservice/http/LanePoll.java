package io.datacook.stateservice.http;

import io.datacook.stateservice.Settings;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.LaneTable;
import io.datacook.stateservice.store.LaneTable.Found;
import io.datacook.stateservice.store.LaneTable.Peer;
import io.datacook.stateservice.store.LaneTable.Wanted;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Holds requests that wait for a pod to come, without a thread for each.
///
/// One virtual thread asks the database for all of them at once, ten times a second, while there are any; an attach
/// through this replica wakes it at once. That notices attaches through other replicas within a tenth of a second, and
/// unlike `LISTEN` it needs no connection of its own, misses nothing while one is made anew, and works behind a pooler.
///
/// **Threading:** safe for all threads.
@Singleton
@Startup
public final class LanePoll {
    private static final Logger LOG = Logger.getLogger(LanePoll.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final LaneTable lanes;
    private final int waitersMax;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopping;

    /// One waiting request: no record, for two that want the same are still two.
    private static final class Waiter {
        private final Wanted wanted;
        private final long deadline;
        private final CompletableFuture<@Nullable Peer> answer = new CompletableFuture<>();

        Waiter(Wanted wanted, long deadline) {
            this.wanted = wanted;
            this.deadline = deadline;
        }
    }

    LanePoll(LaneTable lanes, Settings settings, MeterRegistry registry) {
        this.lanes = lanes;
        this.waitersMax = settings.limits().waiters();
        registry.gauge("datacook.state.waiters", count);
        this.thread = Thread.ofVirtual().name("lane poll").start(this::work);
    }

    /// Waits for a newer session.
    ///
    /// @return the peer, or `null` at the deadline; fails with [Refused] `CANCELLED`
    /// @throws Refused `BUSY` if as many wait as may
    CompletableFuture<@Nullable Peer> await(Wanted wanted, Duration patience) {
        if (count.incrementAndGet() > waitersMax || stopping) {
            count.decrementAndGet();
            throw new Refused(
                    Failure.BUSY, "%d requests wait for pods already, as many as may; try again".formatted(waitersMax));
        }
        Waiter waiter = new Waiter(wanted, System.nanoTime() + patience.toNanos());
        waiters.add(waiter);
        wake();
        return waiter.answer;
    }

    /// Looks now; somebody has attached.
    void wake() {
        LockSupport.unpark(thread);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        wake();
        waiters.forEach(waiter -> answer(waiter, null));
    }

    private void work() {
        boolean failedBefore = false;
        while (!stopping) {
            if (waiters.isEmpty()) {
                LockSupport.park(this);
                continue;
            }
            try {
                look();
                failedBefore = false;
            } catch (RuntimeException failed) {
                if (!failedBefore) {
                    LOG.warnf("waiting pods are not told of each other for now: %s", failed.getMessage());
                }
                failedBefore = true;
            }
            expire();
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
    }

    private void look() {
        List<Waiter> asked = new ArrayList<>(waiters);
        for (Found found :
                lanes.find(asked.stream().map(waiter -> waiter.wanted).toList())) {
            Waiter waiter = asked.get(found.index());
            if (found.isCancelled()) {
                fail(waiter, cancelled(waiter.wanted.key().run()));
            } else {
                answer(waiter, found.peer());
            }
        }
    }

    private void expire() {
        long now = System.nanoTime();
        for (Waiter waiter : waiters) {
            if (waiter.deadline - now <= 0) {
                answer(waiter, null);
            }
        }
    }

    private void answer(Waiter waiter, @Nullable Peer peer) {
        if (waiters.remove(waiter)) {
            count.decrementAndGet();
            waiter.answer.complete(peer);
        }
    }

    private void fail(Waiter waiter, Refused refused) {
        if (waiters.remove(waiter)) {
            count.decrementAndGet();
            waiter.answer.completeExceptionally(refused);
        }
    }

    static Refused cancelled(String run) {
        return new Refused(Failure.CANCELLED, "run %s was cancelled; nobody will come".formatted(run));
    }
}
