package io.datacook.engine.load;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Called at each [FaultPoint]; does nothing outside of tests. Safe for all threads.
@FunctionalInterface
public interface FaultHook {
    /// The variable that names where a test wants the process to die: `AFTER_PUBLISH`, or `AFTER_PUBLISH:3` for the
    /// third time it gets there.
    String VARIABLE = "DATACOOK_FAULT";

    /// As if by `kill -9`.
    int EXIT_CODE = 137;

    /// Does nothing.
    FaultHook NONE = point -> {};

    /// The load is here.
    void at(FaultPoint point);

    /// Halts the process, without any clean-up, where the environment says so; else does nothing.
    ///
    /// @throws IllegalArgumentException if the variable names no point
    static FaultHook of(Map<String, String> environment) {
        String text = environment.get(VARIABLE);
        return text == null || text.isBlank()
                ? NONE
                : at(text, () -> Runtime.getRuntime().halt(EXIT_CODE));
    }

    /// Runs an action the n-th time a point is reached.
    ///
    /// @param text `AFTER_PUBLISH` or `AFTER_PUBLISH:3`
    static FaultHook at(String text, Runnable action) {
        @Nullable String[] parts = text.strip().split(":", 2);
        FaultPoint wanted = FaultPoint.valueOf(String.valueOf(parts[0]).toUpperCase(Locale.ROOT));
        AtomicInteger left = new AtomicInteger(parts.length == 2 ? Integer.parseInt(parts[1]) : 1);
        return point -> {
            if (point == wanted && left.decrementAndGet() == 0) {
                action.run();
            }
        };
    }
}
