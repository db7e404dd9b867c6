package io.datacook.pod;

import io.datacook.api.PodExit;
import io.datacook.engine.load.Signals;
import io.datacook.engine.load.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Asks this pod to end in good order, and remembers why. **Threading:** safe for all threads.
public final class Drain implements StopSignal {
    private final AtomicReference<@Nullable PodExit> reason = new AtomicReference<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    /// Takes SIGTERM and Ctrl-C over until the process ends.
    void listen() {
        Signals.handle("TERM", () -> ask(PodExit.DRAINED));
        Signals.handle("INT", () -> ask(PodExit.DRAINED));
    }

    /// Asks; the first reason stays.
    void ask(PodExit why) {
        if (reason.compareAndSet(null, why)) {
            asked.countDown();
        }
    }

    @Override
    public boolean isRequested() {
        return reason.get() != null;
    }

    /// Why, or `null` if nobody asked.
    @Nullable
    PodExit reason() {
        return reason.get();
    }

    /// Waits until somebody asks.
    void await() throws InterruptedException {
        asked.await();
    }

    /// Waits a while, or until somebody asks.
    void await(Duration most) {
        try {
            asked.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
