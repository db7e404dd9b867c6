package io.datacook.connectors.duckdb;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// `_datacook_commits`: how far each split got, beside the rows themselves.
///
/// One row for each split of the present window: its fence, its last epoch, the engine's checkpoint. One row for the
/// stream (no window, no split) with the fence of its newest run, one for each finished window (no split). All methods
/// run inside a transaction of the caller, who holds the file's lock on changes.
final class CommitsTable {
    private static final String TABLE = "\"main\".\"_datacook_commits\"";
    private static final String STREAM = " WHERE recipe = ? AND stream = ?";
    private static final String ROW = STREAM + " AND \"window\" = ? AND split = ?";
    private static final int WINDOWS_KEPT_MAX = 100;

    private final String recipe;
    private final String stream;
    private final Clock clock;

    /// @param recipe and `stream` name whose rows these are
    CommitsTable(String recipe, String stream, Clock clock) {
        this.recipe = recipe;
        this.stream = stream;
        this.clock = clock;
    }

    /// Makes the table where it is absent.
    static void create(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (recipe VARCHAR NOT NULL, stream VARCHAR NOT "
                    + "NULL, \"window\" VARCHAR NOT NULL, split VARCHAR NOT NULL, fence BIGINT NOT NULL, epoch BIGINT "
                    + "NOT NULL, checkpoint VARCHAR, committed_at TIMESTAMPTZ NOT NULL, "
                    + "rows BIGINT, PRIMARY KEY (recipe, stream, \"window\", split))");
            if (!hasRows(statement)) {
                statement.execute("ALTER TABLE " + TABLE + " ADD COLUMN IF NOT EXISTS rows BIGINT");
            }
        }
    }

    /// Files of earlier releases have a table without it.
    private static boolean hasRows(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT count(*) FROM duckdb_columns() WHERE database_name = "
                + "current_database() AND schema_name = 'main' AND table_name = '_datacook_commits' "
                + "AND column_name = 'rows'")) {
            found.next();
            return found.getLong(1) == 1;
        }
    }

    /// Rows that a window has committed.
    long rows(DuckDBConnection connection, String window) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT coalesce(sum(rows), 0)::BIGINT FROM "
                + TABLE + STREAM + " AND \"window\" = ? AND split <> ''")) {
            bind(statement, recipe, stream, window);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    /// A row's content.
    ///
    /// @param checkpoint `null` before the first epoch
    private record Row(long fence, long epoch, @Nullable String checkpoint) {}

    /// Lets no run of a lower fence go on, and forgets the splits of other windows.
    ///
    /// @throws DatacookException `FENCED` if a run of a higher fence was here
    void open(DuckDBConnection connection, String window, long fence) throws SQLException {
        requireRun(connection, fence);
        put(connection, "", "", fence, 0, null);
        update(
                connection,
                "UPDATE " + TABLE + " SET fence = ?" + STREAM + " AND fence < ?",
                fence,
                recipe,
                stream,
                fence);
        update(
                connection,
                "DELETE FROM " + TABLE + STREAM + " AND \"window\" <> ? AND split <> ''",
                recipe,
                stream,
                window);
    }

    /// @throws DatacookException `FENCED` if a run of a higher fence was here
    void requireRun(DuckDBConnection connection, long fence) throws SQLException {
        Row row = row(connection, "", "");
        if (row != null && row.fence > fence) {
            throw fenced("run", fence, row.fence);
        }
    }

    /// Takes a split over.
    ///
    /// @return its checkpoint, or `null` if it has committed nothing in this window
    @Nullable
    String claim(DuckDBConnection connection, String window, String split, long fence) throws SQLException {
        requireRun(connection, fence);
        Row row = row(connection, window, split);
        if (row != null && row.fence > fence) {
            throw fenced("split '" + split + "'", fence, row.fence);
        }
        put(connection, window, split, fence, row == null ? 0 : row.epoch, row == null ? null : row.checkpoint);
        return row == null ? null : row.checkpoint;
    }

    /// Records an epoch.
    ///
    /// @param rows put into the target or its staging
    /// @throws DatacookException `FENCED` unless the split is held under this fence and stands one epoch before
    void record(DuckDBConnection connection, EpochId epoch, String checkpoint, long rows) throws SQLException {
        long changed = update(
                connection,
                "UPDATE " + TABLE + " SET epoch = ?, checkpoint = ?, committed_at = CAST(? AS TIMESTAMPTZ), "
                        + "rows = coalesce(rows, 0) + ?" + ROW + " AND fence = ? AND epoch = ?",
                epoch.epoch(),
                checkpoint,
                clock.instant().toString(),
                rows,
                recipe,
                stream,
                epoch.window(),
                epoch.split(),
                epoch.fence(),
                epoch.epoch() - 1);
        if (changed != 1) {
            throw refused(connection, epoch);
        }
    }

    /// Why an epoch may not be recorded: whoever holds the split now, or an epoch out of turn.
    DatacookException refused(DuckDBConnection connection, EpochId epoch) throws SQLException {
        Row row = row(connection, epoch.window(), epoch.split());
        if (row == null || row.fence != epoch.fence()) {
            return fenced("split '" + epoch.split() + "'", epoch.fence(), row == null ? 0 : row.fence);
        }
        return new DatacookException(
                ErrorCode.FENCED,
                "epoch %d of split '%s' cannot be committed: the target has epoch %d as its last"
                        .formatted(epoch.epoch(), epoch.split(), row.epoch));
    }

    /// Whether a window's end is recorded.
    boolean isFinished(DuckDBConnection connection, String window) throws SQLException {
        return row(connection, window, "") != null;
    }

    /// Records a window's end, so that a late or repeated one changes nothing.
    void finish(DuckDBConnection connection, String window, long fence) throws SQLException {
        put(connection, window, "", fence, 0, null);
        update(
                connection,
                "DELETE FROM " + TABLE + STREAM + " AND split = '' AND \"window\" NOT IN (SELECT \"window\" FROM "
                        + TABLE
                        + STREAM + " AND split = '' AND \"window\" <> '' ORDER BY committed_at DESC LIMIT "
                        + WINDOWS_KEPT_MAX + ") AND \"window\" <> ''",
                recipe,
                stream,
                recipe,
                stream);
    }

    private @Nullable Row row(DuckDBConnection connection, String window, String split) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT fence, epoch, checkpoint FROM " + TABLE + ROW)) {
            bind(statement, recipe, stream, window, split);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? new Row(result.getLong(1), result.getLong(2), result.getString(3)) : null;
            }
        }
    }

    private void put(
            DuckDBConnection connection, String window, String split, long fence, long epoch, @Nullable String text)
            throws SQLException {
        long changed =
                update(connection, "UPDATE " + TABLE + " SET fence = ?" + ROW, fence, recipe, stream, window, split);
        if (changed == 0) {
            update(
                    connection,
                    "INSERT INTO " + TABLE + " VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TIMESTAMPTZ), 0)",
                    recipe,
                    stream,
                    window,
                    split,
                    fence,
                    epoch,
                    text,
                    clock.instant().toString());
        }
    }

    private static long update(DuckDBConnection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private DatacookException fenced(String what, long mine, long seen) {
        return new DatacookException(
                ErrorCode.FENCED,
                "another run took over the %s of stream '%s': this one's fence is %d, the target has seen %d"
                        .formatted(what, stream, mine, seen));
    }
}
