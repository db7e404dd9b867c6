package io.datacook.stateservice.store;

import io.datacook.stateservice.Settings;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.Database.Statements;
import io.datacook.stateservice.store.LaneTable.Lane;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs from their first attach to their report, and the newest of those that have ended.
///
/// Everything here may be asked twice with the same effect, but an attach, which gives the newer session to the later
/// one. **Threading:** safe for all threads and any number of replicas.
@Singleton
public final class RunTable {
    private final Database database;
    private final Settings settings;
    private final EventTable events;

    RunTable(Database database, Settings settings, EventTable events) {
        this.database = database;
        this.settings = settings;
        this.events = events;
    }

    /// Who wants to serve what.
    public record Attach(LaneTable.Key key, String recipe, String digest, String pod, String podUid, String address) {}

    /// The place that was given.
    ///
    /// @param lane all stages of the lane that have attached
    public record Attached(long session, List<Lane> lane) {}

    /// Why a run failed.
    public record Cause(
            @Nullable String code,
            @Nullable String kind,
            @Nullable String message,
            @Nullable String place) {}

    /// What is said of a run at its end; `streams` and `receipts` are JSON or `null`.
    ///
    /// @param findings what deserves an event of its own, with the streams that it is about
    public record Report(
            Outcome outcome,
            @Nullable Cause error,
            @Nullable String streams,
            @Nullable String receipts,
            Progress totals,
            Map<EventType, List<String>> findings) {}

    /// Gives a pod its place, and begins the run with the first one.
    ///
    /// A run that was stopped, or that failed for a reason which another attempt may mend, goes on.
    ///
    /// @throws Refused `CANCELLED`, `ENDED`, `CONFLICT` if the run belongs to another recipe, `FULL`
    public Attached attach(Attach attach) {
        return database.inTransaction(statements -> {
            RunHead head = begin(statements, attach);
            head.requireOpenFor(attach);
            LaneTable.Key key = attach.key();
            if (head.outcome() != Outcome.RUNNING) {
                reopen(statements, key);
                events.add(statements, key.tenant(), key.run(), EventType.RESUMED, List.of());
            }
            long session = LaneTable.attach(statements, attach.key(), attach.pod(), attach.podUid(), attach.address());
            if (head.isNew()) {
                RunHistory.trim(statements, key.tenant(), attach.recipe(), settings.limits());
                events.add(statements, key.tenant(), key.run(), EventType.STARTED, List.of());
            }
            return new Attached(session, LaneTable.of(statements, key.tenant(), key.run(), key.lane()));
        });
    }

    /// The row lock that this takes makes the attaches of one run take turns.
    private static RunHead begin(Statements statements, Attach attach) throws SQLException {
        return statements
                .query("""
                        INSERT INTO datacook_state.runs AS r (tenant, run, recipe, digest, outcome, started_at)
                        VALUES (?, ?, ?, ?, 'RUNNING', now())
                        ON CONFLICT (tenant, run) DO UPDATE SET run = excluded.run
                        RETURNING recipe, digest, outcome, error_kind, cancelled_at IS NOT NULL AS cancelled,
                            xmax = 0 AS is_new
                        """, RunHead::read, attach.key().tenant(), attach.key().run(), attach.recipe(), attach.digest())
                .getFirst();
    }

    private static void reopen(Statements statements, LaneTable.Key key) throws SQLException {
        statements.change("""
                UPDATE datacook_state.runs SET outcome = 'RUNNING', ended_at = NULL, error_code = NULL,
                    error_kind = NULL, error_message = NULL, error_place = NULL
                WHERE tenant = ? AND run = ?
                """, key.tenant(), key.run());
    }

    /// Why a pod has lost its place.
    public Refused whyGone(LaneTable.Key key, String podUid, long session) {
        RunHead head = head(key.tenant(), key.run());
        if (head == null) {
            return unknown(key.run());
        }
        if (head.isCancelled()) {
            return new Refused(Failure.CANCELLED, "run %s was cancelled".formatted(key.run()));
        }
        if (head.outcome() == Outcome.FAILED) {
            return new Refused(Failure.ENDED, "run %s has failed".formatted(key.run()));
        }
        return new Refused(
                Failure.SUPERSEDED,
                "session %d of pod %s is not the newest of %s %d in run %s; attach again, or end"
                        .formatted(session, podUid, key.stage().word(), key.lane(), key.run()));
    }

    /// Notes how a run ended.
    ///
    /// A success is final. The first error stays, for it is nearer to the cause than what it broke.
    ///
    /// @throws Refused `NOT_FOUND`, `CONFLICT` if the run has succeeded and the report says otherwise
    public void report(String tenant, String run, Report report) {
        database.inTransaction(statements -> {
            RunHead head = statements.query(RunHead.LOCKED, RunHead::read, tenant, run).stream()
                    .findFirst()
                    .orElseThrow(() -> unknown(run));
            if (head.outcome() == Outcome.SUCCEEDED && report.outcome() != Outcome.SUCCEEDED) {
                throw new Refused(
                        Failure.CONFLICT,
                        "run %s has succeeded; a later report of %s is not kept".formatted(run, report.outcome()));
            }
            write(statements, tenant, run, head, report);
            // The same report may come again.
            if (head.outcome() != report.outcome()) {
                for (Map.Entry<EventType, List<String>> finding :
                        report.findings().entrySet()) {
                    events.add(statements, tenant, run, finding.getKey(), finding.getValue());
                }
                events.add(statements, tenant, run, EventType.of(report.outcome()), List.of());
            }
            return run;
        });
    }

    private static void write(Statements statements, String tenant, String run, RunHead head, Report report)
            throws SQLException {
        boolean keepsError = head.outcome() == Outcome.FAILED && report.outcome() == Outcome.FAILED;
        if (!keepsError) {
            Cause error = report.error() == null ? new Cause(null, null, null, null) : report.error();
            statements.change("""
                    UPDATE datacook_state.runs SET error_code = ?, error_kind = ?, error_message = ?, error_place = ?
                    WHERE tenant = ? AND run = ?
                    """, error.code(), error.kind(), error.message(), error.place(), tenant, run);
        }
        Progress totals = report.totals();
        statements.change(
                """
                UPDATE datacook_state.runs SET outcome = ?, ended_at = coalesce(ended_at, now()),
                    streams = coalesce(?, streams), receipts = coalesce(?, receipts),
                    rows_read = greatest(rows_read, ?), rows_written = greatest(rows_written, ?),
                    rows_rejected = greatest(rows_rejected, ?), bytes = greatest(bytes, ?)
                WHERE tenant = ? AND run = ?
                """,
                report.outcome().name(),
                report.streams(),
                report.receipts(),
                totals.rowsRead(),
                totals.rowsWritten(),
                totals.rowsRejected(),
                totals.bytes(),
                tenant,
                run);
    }

    /// Ends a run from outside: its pods learn it with their next heartbeat. Where no pod was seen for a minute, it is
    /// stopped at once. A run that has ended stays as it is.
    ///
    /// @throws Refused `NOT_FOUND`
    public void cancel(String tenant, String run) {
        database.inTransaction(statements -> {
            int cancelled = statements.change("""
                    UPDATE datacook_state.runs r SET cancelled_at = now(),
                        outcome = CASE WHEN alive.yes THEN outcome ELSE 'STOPPED' END,
                        ended_at = CASE WHEN alive.yes THEN ended_at ELSE now() END
                    FROM (SELECT EXISTS (SELECT FROM datacook_state.lanes
                            WHERE tenant = ? AND run = ? AND seen_at > now() - interval '1 minute') AS yes) alive
                    WHERE r.tenant = ? AND r.run = ? AND r.outcome = 'RUNNING' AND r.cancelled_at IS NULL
                    """, tenant, run, tenant, run);
            if (cancelled > 0) {
                events.add(statements, tenant, run, EventType.CANCELLED, List.of());
            }
            return cancelled;
        });
        if (head(tenant, run) == null) {
            throw unknown(run);
        }
    }

    private @Nullable RunHead head(String tenant, String run) {
        List<RunHead> found = database.query(RunHead.PLAIN, RunHead::read, tenant, run);
        return found.isEmpty() ? null : found.getFirst();
    }

    /// The answer to questions about a run that never began.
    public static Refused unknown(String run) {
        return new Refused(
                Failure.NOT_FOUND,
                "no run is called '%s' here; runs begin with the first attach, and old ones are forgotten"
                        .formatted(run));
    }
}
