package io.datacook.stateservice;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Where tests let the process die; does nothing outside of tests.
///
/// `DATACOOK_STATE_FAULT=AFTER_STORE:3` halts it, as `kill -9` would, the third time it gets there. Safe for all
/// threads.
@Singleton
public final class Faults {
    /// The variable that names where.
    static final String VARIABLE = "DATACOOK_STATE_FAULT";

    /// As if by `kill -9`.
    static final int EXIT_CODE = 137;

    private final @Nullable Point wanted;
    private final AtomicInteger left;

    /// Where it can die.
    public enum Point {
        /// A change has arrived and is not stored.
        BEFORE_STORE,
        /// A change is stored and not answered.
        AFTER_STORE,
        /// Events are read from the table and not sent.
        BEFORE_PUBLISH,
        /// Events are sent and still in the table.
        AFTER_PUBLISH
    }

    @Inject
    Faults() {
        this(System.getenv(VARIABLE));
    }

    /// @throws IllegalArgumentException if the text names no point
    Faults(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.strip().split(":", 2);
        this.wanted = parts.length == 0 ? null : Point.valueOf(parts[0].toUpperCase(Locale.ROOT));
        this.left = new AtomicInteger(parts.length == 2 ? Integer.parseInt(parts[1]) : 1);
    }

    /// Dies if this is the place, and the time.
    public void at(Point point) {
        if (point == wanted && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
