package io.datacook.e2e;

import java.time.Duration;

/// Puts rows into `events`, some ten times a second, from its making until it is closed.
///
/// One connection, one transaction after the other: ids grow in the order of commits, as a cursor wants it.
/// **Threading:** has one thread of its own, which is the only one to use its connection. **Closing:** ends the thread.
final class Feeder implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 5;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Sql sql;
    private final Thread thread;
    private volatile boolean closed;

    private Feeder(Sql sql) {
        this.sql = sql;
        this.thread = Thread.ofPlatform().name("feeder").daemon().start(this::feed);
    }

    /// Begins.
    ///
    /// @param sql a connection of its own, closed with it
    static Feeder into(Sql sql) {
        return new Feeder(sql);
    }

    private void feed() {
        Patience.until("rows are fed", LIMIT, () -> {
            Streams.insert(sql, ROWS_AT_ONCE);
            return closed;
        });
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
