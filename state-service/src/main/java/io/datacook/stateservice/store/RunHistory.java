package io.datacook.stateservice.store;

import static io.datacook.stateservice.store.Database.instant;

import io.datacook.stateservice.Settings;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.Database.Statements;
import io.datacook.stateservice.store.LaneTable.Lane;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Looks at runs, and forgets the oldest.
///
/// **Threading:** safe for all threads and any number of replicas.
@Singleton
public final class RunHistory {
    /// Progress of a run: each stage's lanes summed up, then the most that a stage says, for each number is counted by
    /// one stage and perhaps repeated by others. A report's own numbers count where they are higher.
    private static final String SELECT = """
            SELECT r.run, r.recipe, r.digest, r.outcome, r.started_at, r.ended_at, r.cancelled_at,
                r.error_code, r.error_kind, r.error_message, r.error_place,
                greatest(r.rows_read, t.rows_read) AS rows_read,
                greatest(r.rows_written, t.rows_written) AS rows_written,
                greatest(r.rows_rejected, t.rows_rejected) AS rows_rejected,
                greatest(r.bytes, t.bytes) AS bytes,
                coalesce(t.epoch, 0) AS epoch, t.committed_at%s
            FROM datacook_state.runs r
            LEFT JOIN LATERAL (
                SELECT max(s.rows_read)::bigint AS rows_read, max(s.rows_written)::bigint AS rows_written,
                    max(s.rows_rejected)::bigint AS rows_rejected, max(s.bytes)::bigint AS bytes,
                    max(s.epoch) AS epoch, max(s.committed_at) AS committed_at
                FROM (
                    SELECT sum(rows_read_before + rows_read) AS rows_read,
                        sum(rows_written_before + rows_written) AS rows_written,
                        sum(rows_rejected_before + rows_rejected) AS rows_rejected,
                        sum(bytes_before + bytes) AS bytes, max(epoch) AS epoch, max(committed_at) AS committed_at
                    FROM datacook_state.lanes l WHERE l.tenant = r.tenant AND l.run = r.run GROUP BY l.stage
                ) s
            ) t ON true
            WHERE r.tenant = ?""";

    private final Database database;

    RunHistory(Database database) {
        this.database = database;
    }

    /// A run as lists show it.
    ///
    /// @param totals all attempts and lanes together
    public record Run(
            String run,
            String recipe,
            String digest,
            Outcome outcome,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant cancelledAt,
            Progress totals,
            RunTable.@Nullable Cause error) {}

    /// A run with everything that is known of it; `streams` and `receipts` are JSON or `null`.
    public record Details(
            Run run,
            List<Lane> lanes,
            @Nullable String streams,
            @Nullable String receipts) {}

    /// A run, or `null`.
    public @Nullable Details find(String tenant, String run) {
        return database.inTransaction(statements -> {
            List<Details> found = statements.query(
                    SELECT.formatted(", r.streams, r.receipts") + " AND r.run = ?",
                    row -> new Details(run(row), List.of(), row.getString("streams"), row.getString("receipts")),
                    tenant,
                    run);
            if (found.isEmpty()) {
                return null;
            }
            Details bare = found.getFirst();
            return new Details(bare.run(), LaneTable.of(statements, tenant, run), bare.streams(), bare.receipts());
        });
    }

    /// A run that exists, without lanes, streams and receipts.
    static Run of(Statements statements, String tenant, String run) throws SQLException {
        return statements
                .query(SELECT.formatted("") + " AND r.run = ?", RunHistory::run, tenant, run)
                .getFirst();
    }

    /// The recipe that a run loads, or `null` if the run has not begun.
    public @Nullable String recipe(String tenant, String run) {
        List<String> found = database.query(
                "SELECT recipe FROM datacook_state.runs WHERE tenant = ? AND run = ?",
                row -> row.getString("recipe"),
                tenant,
                run);
        return found.isEmpty() ? null : found.getFirst();
    }

    /// Runs of a recipe, or of all where it is `null`, newest first.
    public List<Run> list(String tenant, @Nullable String recipe, int limit) {
        String filter = recipe == null ? "" : " AND r.recipe = ?";
        String sql = SELECT.formatted("") + filter + " ORDER BY r.started_at DESC, r.run LIMIT ?";
        return recipe == null
                ? database.query(sql, RunHistory::run, tenant, limit)
                : database.query(sql, RunHistory::run, tenant, recipe, limit);
    }

    private static Run run(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        String message = row.getString("error_message");
        RunTable.Cause error = code == null && message == null
                ? null
                : new RunTable.Cause(code, row.getString("error_kind"), message, row.getString("error_place"));
        return new Run(
                row.getString("run"),
                row.getString("recipe"),
                row.getString("digest"),
                Outcome.valueOf(row.getString("outcome")),
                Objects.requireNonNull(instant(row, "started_at")),
                instant(row, "ended_at"),
                instant(row, "cancelled_at"),
                new Progress(
                        row.getLong("rows_read"),
                        row.getLong("rows_written"),
                        row.getLong("rows_rejected"),
                        row.getLong("bytes"),
                        row.getLong("epoch"),
                        instant(row, "committed_at")),
                error);
    }

    /// Makes room: the oldest runs that have ended, or of which nothing was seen for a week, go.
    ///
    /// @throws Refused `FULL` if the tenant has too many that go on
    static void trim(Statements statements, String tenant, String recipe, Settings.Limits limits) throws SQLException {
        delete(statements, " AND recipe = ?", limits.runsPerRecipe(), tenant, recipe);
        delete(statements, "", limits.runs(), tenant);
        long left = statements
                .query(
                        "SELECT count(*) AS runs FROM datacook_state.runs WHERE tenant = ?",
                        row -> row.getLong("runs"),
                        tenant)
                .getFirst();
        if (left > limits.runs()) {
            throw new Refused(
                    Failure.FULL,
                    ("tenant '%s' has %d runs that have not ended, as many as it may; cancel those that are dead, "
                                    + "or raise DATACOOK_LIMITS_RUNS")
                            .formatted(tenant, left - 1));
        }
    }

    private static void delete(Statements statements, String filter, int keep, String tenant, String... recipe)
            throws SQLException {
        Object[] values = new Object[3 + recipe.length];
        values[0] = tenant;
        System.arraycopy(recipe, 0, values, 1, recipe.length);
        values[1 + recipe.length] = keep;
        values[2 + recipe.length] = tenant;
        statements.change("""
                DELETE FROM datacook_state.runs r USING (
                    SELECT run FROM datacook_state.runs WHERE tenant = ?%s
                    ORDER BY started_at DESC, run OFFSET ?
                ) old
                WHERE r.tenant = ? AND r.run = old.run AND (r.outcome <> 'RUNNING' OR (
                    r.started_at < now() - interval '7 days' AND NOT EXISTS (
                        SELECT FROM datacook_state.lanes l WHERE l.tenant = r.tenant AND l.run = r.run
                            AND l.seen_at > now() - interval '7 days')))
                """.formatted(filter), values);
    }
}
