package io.datacook.engine.run;

import io.datacook.engine.recipe.RuntimeConfig.Retry;
import java.time.Duration;

/// How long to wait before an attempt: doubled each time, up to a limit. Stateless.
final class Backoff {
    private static final int DOUBLINGS_MAX = 30;

    private Backoff() {}

    /// The pause before an attempt.
    ///
    /// @param attempt 2 for the first repetition
    static Duration before(int attempt, Retry retry) {
        long factor = 1L << Math.min(attempt - 2, DOUBLINGS_MAX);
        Duration longest = retry.delayMax();
        // multiplied only when it stays below the limit, so that it cannot overflow
        return retry.delayFirst().compareTo(longest.dividedBy(factor)) >= 0
                ? longest
                : retry.delayFirst().multipliedBy(factor);
    }
}
