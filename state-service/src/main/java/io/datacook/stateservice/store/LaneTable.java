package io.datacook.stateservice.store;

import static io.datacook.stateservice.store.Database.instant;

import io.datacook.stateservice.store.Database.Statements;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which pod serves which stage of which lane: the newest attach wins, and each one raises the session.
///
/// **Threading:** safe for all threads and any number of replicas.
@Singleton
public final class LaneTable {
    private final Database database;

    LaneTable(Database database) {
        this.database = database;
    }

    /// Names a stage of a lane.
    public record Key(String tenant, String run, int lane, Stage stage) {}

    /// Who serves a stage.
    ///
    /// @param address where it listens, as the pod said
    /// @param session one more at each attach, from 1
    /// @param podUid tells two pods of the same name apart
    public record Peer(String address, long session, String podUid) {}

    /// A stage of a lane as the run's view shows it.
    public record Lane(
            Stage stage, int lane, String pod, String podUid, String address, long session, Instant seenAt) {}

    /// A stage that somebody waits for.
    public record Wanted(Key key, long after) {}

    /// What became of a wanted stage.
    ///
    /// @param index its place in the list that was asked for
    /// @param peer who came, or `null`
    /// @param isCancelled whether nobody will come any more
    public record Found(int index, @Nullable Peer peer, boolean isCancelled) {}

    /// Puts a pod in its place.
    ///
    /// @return its session
    static long attach(Statements statements, Key key, String pod, String podUid, String address) throws SQLException {
        return statements
                .query(
                        """
                        INSERT INTO datacook_state.lanes AS l
                            (tenant, run, lane, stage, session, pod, pod_uid, address, seen_at)
                        VALUES (?, ?, ?, ?, 1, ?, ?, ?, now())
                        ON CONFLICT (tenant, run, lane, stage) DO UPDATE SET
                            session = l.session + 1, pod = excluded.pod, pod_uid = excluded.pod_uid,
                            address = excluded.address, seen_at = excluded.seen_at,
                            rows_read_before = l.rows_read_before + l.rows_read, rows_read = 0,
                            rows_written_before = l.rows_written_before + l.rows_written, rows_written = 0,
                            rows_rejected_before = l.rows_rejected_before + l.rows_rejected, rows_rejected = 0,
                            bytes_before = l.bytes_before + l.bytes, bytes = 0
                        RETURNING session
                        """,
                        row -> row.getLong("session"),
                        key.tenant(),
                        key.run(),
                        key.lane(),
                        key.stage().word(),
                        pod,
                        podUid,
                        address)
                .getFirst();
    }

    /// All stages of a run, by lane and stage.
    static List<Lane> of(Statements statements, String tenant, String run) throws SQLException {
        return statements.query(
                "SELECT stage, lane, pod, pod_uid, address, session, seen_at FROM datacook_state.lanes "
                        + "WHERE tenant = ? AND run = ? ORDER BY lane, stage",
                LaneTable::lane,
                tenant,
                run);
    }

    /// The stages of one lane.
    static List<Lane> of(Statements statements, String tenant, String run, int lane) throws SQLException {
        return statements.query(
                "SELECT stage, lane, pod, pod_uid, address, session, seen_at FROM datacook_state.lanes "
                        + "WHERE tenant = ? AND run = ? AND lane = ?",
                LaneTable::lane,
                tenant,
                run,
                lane);
    }

    private static Lane lane(ResultSet row) throws SQLException {
        return new Lane(
                Objects.requireNonNull(Stage.of(row.getString("stage"))),
                row.getInt("lane"),
                row.getString("pod"),
                row.getString("pod_uid"),
                row.getString("address"),
                row.getLong("session"),
                Objects.requireNonNull(instant(row, "seen_at")));
    }

    /// Notes that a pod lives and how far it is.
    ///
    /// @return whether it still has its place, in a run that goes on or went well
    public boolean heartbeat(Key key, String podUid, long session, Progress progress) {
        return database.change(
                        """
                        UPDATE datacook_state.lanes l SET seen_at = now(), rows_read = ?, rows_written = ?,
                            rows_rejected = ?, bytes = ?, epoch = ?, committed_at = ?::timestamptz
                        FROM datacook_state.runs r
                        WHERE l.tenant = ? AND l.run = ? AND l.lane = ? AND l.stage = ?
                            AND l.session = ? AND l.pod_uid = ?
                            AND r.tenant = l.tenant AND r.run = l.run
                            AND r.cancelled_at IS NULL AND r.outcome <> 'FAILED'
                        """,
                        progress.rowsRead(),
                        progress.rowsWritten(),
                        progress.rowsRejected(),
                        progress.bytes(),
                        progress.epoch(),
                        progress.committedAt(),
                        key.tenant(),
                        key.run(),
                        key.lane(),
                        key.stage().word(),
                        session,
                        podUid)
                == 1;
    }

    /// Looks for all wanted stages at once; those of which there is nothing to say are left out.
    public List<Found> find(List<Wanted> wanted) {
        return database.query(
                """
                SELECT w.n, l.session, l.address, l.pod_uid, r.cancelled_at IS NOT NULL AS cancelled
                FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS w (tenant, run, lane, stage, after, n)
                JOIN datacook_state.runs r ON r.tenant = w.tenant AND r.run = w.run
                LEFT JOIN datacook_state.lanes l ON l.tenant = w.tenant AND l.run = w.run
                    AND l.lane = w.lane AND l.stage = w.stage AND l.session > w.after
                WHERE l.session IS NOT NULL OR r.cancelled_at IS NOT NULL
                """,
                LaneTable::found,
                wanted.stream().map(one -> one.key().tenant()).toArray(String[]::new),
                wanted.stream().map(one -> one.key().run()).toArray(String[]::new),
                wanted.stream().map(one -> one.key().lane()).toArray(Integer[]::new),
                wanted.stream().map(one -> one.key().stage().word()).toArray(String[]::new),
                wanted.stream().map(Wanted::after).toArray(Long[]::new));
    }

    private static Found found(ResultSet row) throws SQLException {
        String address = row.getString("address");
        Peer peer = address == null ? null : new Peer(address, row.getLong("session"), row.getString("pod_uid"));
        return new Found(Math.toIntExact(row.getLong("n")) - 1, peer, row.getBoolean("cancelled"));
    }
}
