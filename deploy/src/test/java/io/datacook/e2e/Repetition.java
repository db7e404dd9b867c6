package io.datacook.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Something that is done again and again, until it says that it is over or is closed.
///
/// **Threading:** has one thread of its own, which is the only one to use its connection. **Closing:** ends the thread
/// and closes the connection.
final class Repetition implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Sql sql;
    private final Thread thread;
    private volatile boolean closed;

    private Repetition(String what, Sql sql, BooleanSupplier once) {
        this.sql = sql;
        this.thread = Thread.ofPlatform()
                .name(what)
                .daemon()
                .start(() -> Patience.until(what, LIMIT, () -> once.getAsBoolean() || closed));
    }

    /// Begins.
    ///
    /// @param sql a connection of its own
    /// @param once does it one time, and tells whether it is over
    static Repetition of(String what, Sql sql, BooleanSupplier once) {
        return new Repetition(what, sql, once);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        sql.close();
    }
}
