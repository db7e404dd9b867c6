package io.datacook.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what a cluster does in its own time: asks again and again until a deadline. Nothing else here waits.
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Patience() {}

    /// Waits until the condition holds and tells how long that took.
    ///
    /// @throws AssertionError at the deadline
    static Duration until(String what, Duration limit, BooleanSupplier condition) {
        return until(() -> what, limit, condition);
    }

    /// The same with a description that is made when it is needed, such as what was seen last.
    static Duration until(java.util.function.Supplier<String> what, Duration limit, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new AssertionError("not within %s: %s".formatted(limit, what.get()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
