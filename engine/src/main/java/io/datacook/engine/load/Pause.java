package io.datacook.engine.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits a while; tests wait no time at all.
@FunctionalInterface
public interface Pause {
    /// Parks the thread; an interrupt ends the wait and stays set.
    Pause PARK = duration -> LockSupport.parkNanos(duration.toNanos());

    /// Waits.
    void pause(Duration duration);
}
