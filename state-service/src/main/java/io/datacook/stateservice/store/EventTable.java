package io.datacook.stateservice.store;

import static io.datacook.stateservice.store.Database.instant;

import io.datacook.stateservice.Settings;
import io.datacook.stateservice.store.Database.Statements;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Run events that wait for their broker: written in the transaction of what they tell, so that there is an event for
/// each change and a change for each event, and removed once they are sent.
///
/// Events of one run are numbered and in order. The number counts on where an event is not kept, so that whoever reads
/// them sees the gap. Where events are off, nothing is written. **Threading:** safe for all threads and any number of
/// replicas; one at a time publishes.
@Singleton
public final class EventTable {
    /// PostgreSQL's advisory locks are numbers of the whole database: "datacook" in ASCII.
    private static final long LOCK = 0x64_61_74_61_63_6F_6F_6BL;

    private final Database database;
    private final Settings.Events settings;
    private final Counter full;
    private final Counter old;

    EventTable(Database database, Settings settings, MeterRegistry registry) {
        this.database = database;
        this.settings = settings.events();
        this.full = registry.counter("datacook.state.events.dropped", "why", "full");
        this.old = registry.counter("datacook.state.events.dropped", "why", "old");
    }

    /// An event that waits.
    ///
    /// @param position its place among all that wait
    /// @param id tells it apart from all others; the same when it is sent again
    /// @param sequence its number among the events of its run, from 1
    /// @param at when the change was
    /// @param data JSON
    public record Event(
            long position,
            String id,
            String tenant,
            String recipe,
            String run,
            long sequence,
            String type,
            Instant at,
            String data) {}

    /// What a pass has done.
    ///
    /// @param found events that waited, as many as were asked for at most
    /// @param sent events that the broker has
    public record Published(int found, int sent) {
        static final Published NONE = new Published(0, 0);
    }

    /// What waits.
    ///
    /// @param rows events, at most a few too many
    /// @param oldestSeconds how long the oldest waits, 0 if none does
    public record Backlog(long rows, double oldestSeconds) {}

    /// Writes an event of a run that the transaction has changed, and holds the lock of.
    ///
    /// @param streams those that it is about, or none
    void add(Statements statements, String tenant, String run, EventType type, List<String> streams)
            throws SQLException {
        if (!settings.enabled()) {
            return;
        }
        List<Long> number = statements.query(
                "UPDATE datacook_state.runs SET events = events + 1 WHERE tenant = ? AND run = ? RETURNING events",
                row -> row.getLong("events"),
                tenant,
                run);
        insert(statements, tenant, run, type, number.getFirst(), streams);
    }

    private void insert(
            Statements statements, String tenant, String run, EventType type, long number, List<String> streams)
            throws SQLException {
        RunHistory.Run now = RunHistory.of(statements, tenant, run);
        int kept = statements.change(
                """
                INSERT INTO datacook_state.events (id, tenant, recipe, run, sequence, type, at, data)
                SELECT ?, ?, ?, ?, ?, ?, now(), ?
                WHERE coalesce((SELECT max(position) - min(position) + 1 FROM datacook_state.events), 0) < ?
                """,
                UUID.randomUUID(),
                tenant,
                now.recipe(),
                run,
                number,
                type.word(),
                RunEvents.data(tenant, now, streams),
                settings.rows());
        if (kept == 0) {
            full.increment();
        }
    }

    /// Tells that a run has committed, if it has since this was told last and that is long enough ago. What is left
    /// out is in the next event.
    ///
    /// The pods' progress is stored before: whatever happens in between, the next heartbeat finds it untold.
    public void committed(String tenant, String run) {
        if (!settings.enabled()) {
            return;
        }
        database.inTransaction(statements -> {
            List<Long> number = statements.query(
                    """
                    UPDATE datacook_state.runs r
                    SET events = events + 1, event_epoch_at = now(), event_committed_at = newest.at
                    FROM (SELECT max(committed_at) AS at FROM datacook_state.lanes
                        WHERE tenant = ? AND run = ? AND stage = 'writer') newest
                    WHERE r.tenant = ? AND r.run = ? AND r.outcome = 'RUNNING'
                        AND newest.at IS NOT NULL AND r.event_committed_at IS DISTINCT FROM newest.at
                        AND (r.event_epoch_at IS NULL OR r.event_epoch_at <= now() - make_interval(secs => ?))
                    RETURNING r.events
                    """,
                    row -> row.getLong("events"),
                    tenant,
                    run,
                    tenant,
                    run,
                    settings.interval().toMillis() / 1000.0);
            if (!number.isEmpty()) {
                insert(statements, tenant, run, EventType.COMMITTED, number.getFirst(), List.of());
            }
            return number.size();
        });
    }

    /// Has the oldest events sent, and removes those that were.
    ///
    /// One replica at a time does this: the others find nothing. If the removal is lost, they are sent again.
    ///
    /// @param limit events at most
    /// @param sender sends them, and says the positions of those that the broker has
    public Published publish(int limit, Function<List<Event>, Set<Long>> sender) {
        return database.inTransaction(statements -> {
            boolean mine = statements
                    .query("SELECT pg_try_advisory_xact_lock(?) AS mine", row -> row.getBoolean("mine"), LOCK)
                    .getFirst();
            if (!mine) {
                return Published.NONE;
            }
            old.increment(statements.change(
                    "DELETE FROM datacook_state.events WHERE at < now() - make_interval(secs => ?)",
                    (double) settings.age().toSeconds()));
            List<Event> waiting = statements.query(
                    "SELECT position, id::text AS id, tenant, recipe, run, sequence, type, at, data "
                            + "FROM datacook_state.events ORDER BY position LIMIT ?",
                    EventTable::event,
                    limit);
            if (waiting.isEmpty()) {
                return Published.NONE;
            }
            Set<Long> sent = sender.apply(waiting);
            statements.change(
                    "DELETE FROM datacook_state.events WHERE position = ANY (?)", (Object) sent.toArray(Long[]::new));
            return new Published(waiting.size(), sent.size());
        });
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("position"),
                row.getString("id"),
                row.getString("tenant"),
                row.getString("recipe"),
                row.getString("run"),
                row.getLong("sequence"),
                row.getString("type"),
                Objects.requireNonNull(instant(row, "at")),
                row.getString("data"));
    }

    /// What waits now.
    public Backlog backlog() {
        return database.query("""
                        SELECT coalesce(max(position) - min(position) + 1, 0) AS waiting,
                            coalesce(extract(epoch FROM now() - (
                                SELECT at FROM datacook_state.events ORDER BY position LIMIT 1)), 0)::float8 AS oldest
                        FROM datacook_state.events
                        """, row -> new Backlog(row.getLong("waiting"), row.getDouble("oldest")))
                .getFirst();
    }
}
