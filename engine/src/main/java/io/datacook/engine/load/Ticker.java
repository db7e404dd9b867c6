package io.datacook.engine.load;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Runs a task again and again beside the load; tests run it by hand.
@FunctionalInterface
public interface Ticker {
    /// On a virtual thread of its own.
    Ticker VIRTUAL = (interval, task) -> {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("lease").factory());
        ScheduledFuture<?> running =
                executor.scheduleWithFixedDelay(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            // No interrupt: it would tear a file channel out of a renewal that is under way.
            running.cancel(false);
            executor.shutdown();
        };
    };

    /// Starts it.
    ///
    /// @param task must not throw
    Running every(Duration interval, Runnable task);

    /// A started task.
    @FunctionalInterface
    interface Running {
        /// Ends it without waiting for a call that is under way.
        void stop();
    }
}
