package io.datacook.e2e;

import java.time.Duration;

/// Feels the pulse of a load: how long no row was committed, from its making until it is asked.
///
/// What cannot be counted, since PostgreSQL itself is away, counts as no commit. **Threading:** counts on a thread of
/// its own. **Closing:** ends it.
final class Pulse implements AutoCloseable {
    private final Sql sql;
    private final String table;
    private final long rows;
    private final Repetition counting;
    private volatile long committed = -1;
    private volatile long movedNanos = System.nanoTime();
    private volatile long longestNanos;

    private Pulse(Sql sql, String table, long rows) {
        this.sql = sql;
        this.table = table;
        this.rows = rows;
        this.counting = Repetition.of("the load has ended", sql, this::feel);
    }

    /// Begins.
    ///
    /// @param sql a connection of its own, closed with it
    /// @param table whose rows are counted
    /// @param rows how many rows there are in the end; after them no pause counts
    static Pulse of(Sql sql, String table, long rows) {
        return new Pulse(sql, table, rows);
    }

    /// Whether all rows are there.
    private boolean feel() {
        long now = sql.tryNumber("SELECT count(*) FROM " + table, committed);
        long nanos = System.nanoTime();
        longestNanos = Math.max(longestNanos, nanos - movedNanos);
        if (now > committed) {
            committed = now;
            movedNanos = nanos;
        }
        return committed >= rows;
    }

    /// The longest time without a commit until now.
    Duration longestPause() {
        return Duration.ofNanos(longestNanos);
    }

    @Override
    public void close() {
        counting.close();
    }
}
