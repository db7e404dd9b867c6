package io.datacook.e2e;

import java.time.Duration;

/// Feels the pulse of a load: how long no row was committed, from its making until it is asked.
///
/// What cannot be counted, since PostgreSQL itself is away, counts as no commit. **Threading:** has one thread of its
/// own, which is the only one to use its connection. **Closing:** ends the thread.
final class Pulse implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Sql sql;
    private final String table;
    private final long rows;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long committed = -1;
    private volatile long movedNanos = System.nanoTime();
    private volatile long longestNanos;

    private Pulse(Sql sql, String table, long rows) {
        this.sql = sql;
        this.table = table;
        this.rows = rows;
        this.thread = Thread.ofPlatform().name("pulse").daemon().start(this::feel);
    }

    /// Begins.
    ///
    /// @param sql a connection of its own, closed with it
    /// @param table whose rows are counted
    /// @param rows how many rows there are in the end; after them no pause counts
    static Pulse of(Sql sql, String table, long rows) {
        return new Pulse(sql, table, rows);
    }

    private void feel() {
        Patience.until("the load has ended", LIMIT, () -> {
            count();
            return closed || committed >= rows;
        });
    }

    private void count() {
        long now = sql.tryNumber("SELECT count(*) FROM " + table, committed);
        long nanos = System.nanoTime();
        longestNanos = Math.max(longestNanos, nanos - movedNanos);
        if (now > committed) {
            committed = now;
            movedNanos = nanos;
        }
    }

    /// The longest time without a commit until now.
    Duration longestPause() {
        return Duration.ofNanos(longestNanos);
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
