package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `_datacook_commits` in the target's schema: who holds what, and how far each split is committed.
///
/// One row for each split of the target's present window; a row without window and split holds the fence of the
/// stream's run,
/// and a row of the window without a split says that the window is finished. Methods work inside the caller's
/// transaction.
///
/// @param table `_datacook_commits` with its schema
/// @param target the table that is loaded, without its schema: a stream that is sent elsewhere starts afresh there
record Ledger(TableName table, String target, LoadRequest request) {
    private static final String NAME = "_datacook_commits";
    private static final String ROW = " WHERE target = ? AND recipe = ? AND stream = ? AND window_id = ? AND split = ?";
    private static final String NONE = "";
    /// What finds a split's rows again: the transactions that wrote them, and how long the table was before.
    private static final String FOUND = "xids bigint[], first_page bigint";
    /// More transactions of one split are not remembered.
    private static final int XIDS_MAX = 1_000;

    static Ledger of(TableName target, LoadRequest request) {
        return new Ledger(new TableName(target.schema(), NAME), target.table(), request);
    }

    /// Lets one session at a time change tables of this schema, until its transaction ends.
    void lockForChanges(Session session) {
        session.query(
                "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))",
                row -> "",
                "datacook changes " + table.schema());
    }

    /// Creates the table where it is absent. Needs [#lockForChanges].
    void create(Session session) {
        if (session.holds("SELECT pg_catalog.to_regclass(?) IS NULL", table.quoted())) {
            session.execute("CREATE TABLE " + table.quoted()
                    + " (target text NOT NULL, recipe text NOT NULL, stream text NOT NULL, "
                    + "window_id text NOT NULL, split text NOT NULL, "
                    + "fence bigint NOT NULL, epoch bigint NOT NULL, checkpoint text, "
                    + "committed_at timestamptz NOT NULL, " + FOUND
                    + ", PRIMARY KEY (target, recipe, stream, window_id, split))");
        } else if (session.holds(
                "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(?) "
                        + "AND attname = 'xids')",
                table.quoted())) {
            session.execute("ALTER TABLE " + table.quoted() + " ADD COLUMN " + FOUND.replace(", ", ", ADD COLUMN "));
        }
    }

    /// Makes the request's fence the stream's: holders of lower ones can no longer commit.
    void raiseRun(Session session) {
        if (raise(session, NONE, NONE, request.fence()) == null) {
            throw fenced();
        }
    }

    /// Requires that no other run took over, and keeps it so until the transaction ends.
    void requireRun(Session session, long fence) {
        List<Long> held = session.query(
                "SELECT fence FROM " + table.quoted() + ROW + " FOR SHARE",
                row -> row.getLong(1),
                target,
                request.recipe(),
                request.stream(),
                NONE,
                NONE);
        if (!held.isEmpty() && held.getFirst() > fence) {
            throw fenced();
        }
    }

    /// Takes a split over.
    Claim claim(Session session, String split, long fence) {
        requireRun(session, fence);
        Claim claim = raise(session, request.window(), split, fence);
        if (claim == null) {
            throw fenced();
        }
        return claim;
    }

    /// A split that was taken over.
    ///
    /// @param checkpoint of its last commit, or `null` if there was none
    record Claim(@Nullable String checkpoint) {}

    private @Nullable Claim raise(Session session, String window, String split, long fence) {
        List<Claim> claims = session.query(
                "INSERT INTO " + table.quoted() + " AS held (target, recipe, stream, window_id, split, fence, epoch, "
                        + "checkpoint, committed_at, xids, first_page) VALUES (?, ?, ?, ?, ?, ?, 0, NULL, now(), '{}', "
                        + "pg_catalog.pg_relation_size(pg_catalog.to_regclass(?)) "
                        + "/ pg_catalog.current_setting('block_size')::bigint) "
                        + "ON CONFLICT (target, recipe, stream, window_id, split) DO UPDATE SET fence = EXCLUDED.fence "
                        + "WHERE held.fence <= EXCLUDED.fence RETURNING checkpoint",
                row -> new Claim(row.getString(1)),
                target,
                request.recipe(),
                request.stream(),
                window,
                split,
                fence,
                new TableName(table.schema(), target).quoted());
        return claims.isEmpty() ? null : claims.getFirst();
    }

    /// Records an epoch, the one after the last.
    void advance(Session session, EpochId epoch, String checkpoint) {
        requireRun(session, epoch.fence());
        long changed = session.update(
                "UPDATE " + table.quoted() + " SET epoch = ?, checkpoint = ?, committed_at = now(), "
                        + "xids = CASE WHEN cardinality(xids) < " + XIDS_MAX + " THEN xids || txid_current() END" + ROW
                        + " AND fence = ? AND epoch = ?",
                epoch.epoch(),
                checkpoint,
                target,
                request.recipe(),
                request.stream(),
                request.window(),
                epoch.split(),
                epoch.fence(),
                epoch.epoch() - 1);
        if (changed != 1) {
            throw fenced();
        }
    }

    /// Where this window's rows are.
    Found found(Session session) {
        return session.query(
                        "SELECT bool_or(xids IS NULL), min(first_page), string_agg(array_to_string(xids, ','), ',') "
                                + "FROM " + table.quoted() + " WHERE target = ? AND recipe = ? AND stream = ? "
                                + "AND window_id = ? AND split <> '' AND epoch > 0",
                        row -> new Found(row.getBoolean(1) ? null : xids(row.getString(3)), row.getLong(2)),
                        target,
                        request.recipe(),
                        request.stream(),
                        request.window())
                .getFirst();
    }

    private static List<Long> xids(@Nullable String list) {
        return list == null || list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1))
                        .filter(text -> !text.isEmpty())
                        .map(Long::parseLong)
                        .toList();
    }

    /// Where a window's rows are.
    ///
    /// @param transactions that wrote them, or `null` if they were too many to remember
    /// @param firstPage the page at which the table ended before
    record Found(@Nullable List<Long> transactions, long firstPage) {}

    /// Whether any epoch of this window is committed.
    boolean hasCommits(Session session) {
        return session.holds(
                "SELECT bool_or(epoch > 0) FROM " + table.quoted()
                        + " WHERE target = ? AND recipe = ? AND stream = ? AND window_id = ?",
                target,
                request.recipe(),
                request.stream(),
                request.window());
    }

    /// Whether this window is finished.
    boolean isFinished(Session session) {
        return session.holds(
                "SELECT true FROM " + table.quoted() + ROW,
                target,
                request.recipe(),
                request.stream(),
                request.window(),
                NONE);
    }

    /// Notes that this window is finished.
    void finish(Session session) {
        raise(session, request.window(), NONE, request.fence());
    }

    /// Removes what other windows of overtaken runs left.
    void forgetOtherWindows(Session session) {
        session.update(
                "DELETE FROM " + table.quoted()
                        + " WHERE target = ? AND recipe = ? AND stream = ? AND window_id <> ? "
                        + "AND window_id <> '' AND fence < ?",
                target,
                request.recipe(),
                request.stream(),
                request.window(),
                request.fence());
    }

    private static DatacookException fenced() {
        return new DatacookException(
                ErrorCode.FENCED, "another run of this recipe took over; what this one had not committed is discarded");
    }
}
