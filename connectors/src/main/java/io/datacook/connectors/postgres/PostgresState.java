package io.datacook.connectors.postgres;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Checkpoints as rows of one table, changed by compare-and-set.
///
/// **Threading:** calls take turns on one connection, which is made anew after it broke.
final class PostgresState implements StateBackend {
    private final Endpoint endpoint;
    private final TableName table;
    private @Nullable Session session;

    private PostgresState(Endpoint endpoint, TableName table) {
        this.endpoint = endpoint;
        this.table = table;
    }

    /// Connects, and creates the table where it is absent.
    static PostgresState open(PostgresStateOptions options, ConnectorContext context) {
        TableName table = TableName.parse(options.table());
        TableName.checkLength("table", table.table());
        PostgresState state = new PostgresState(Endpoint.of(options.connection(), options.statementTimeout()), table);
        try {
            state.inSession(state::create);
            return state;
        } catch (RuntimeException refused) {
            state.close();
            throw refused;
        }
    }

    private boolean create(Session connected) {
        if (Shadow.exists(connected, table)) {
            return false;
        }
        connected.begin();
        connected.query(
                "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))",
                row -> "",
                "datacook state " + table);
        connected.execute("CREATE TABLE IF NOT EXISTS " + table.quoted()
                + " (recipe text NOT NULL, stream text NOT NULL, version bigint NOT NULL, document text NOT NULL, "
                + "updated_at timestamptz NOT NULL, PRIMARY KEY (recipe, stream))");
        connected.commit();
        return true;
    }

    @Override
    public synchronized @Nullable Versioned load(StateKey key) {
        List<Versioned> found = inSession(connected -> connected.query(
                "SELECT version, document FROM " + table.quoted() + " WHERE recipe = ? AND stream = ?",
                row -> new Versioned(row.getLong(1), row.getString(2)),
                key.recipe(),
                key.stream()));
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public synchronized boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > DOCUMENT_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "the state of %s/%s has %d bytes and at most %d can be kept; load fewer files or splits at once"
                            .formatted(key.recipe(), key.stream(), bytes, DOCUMENT_BYTES_MAX));
        }
        if (expectedVersion == 0) {
            return changing(
                    "INSERT INTO " + table.quoted() + " VALUES (?, ?, 1, ?, now()) ON CONFLICT DO NOTHING",
                    key.recipe(),
                    key.stream(),
                    document);
        }
        return changing(
                "UPDATE " + table.quoted() + " SET version = version + 1, document = ?, updated_at = now() "
                        + "WHERE recipe = ? AND stream = ? AND version = ?",
                document,
                key.recipe(),
                key.stream(),
                expectedVersion);
    }

    @Override
    public synchronized boolean remove(StateKey key, long expectedVersion) {
        return changing(
                "DELETE FROM " + table.quoted() + " WHERE recipe = ? AND stream = ? AND version = ?",
                key.recipe(),
                key.stream(),
                expectedVersion);
    }

    @Override
    public synchronized List<StateKey> list(@Nullable String recipe) {
        return inSession(connected -> connected.query(
                "SELECT recipe, stream FROM " + table.quoted() + " WHERE ?::text IS NULL OR recipe = ? "
                        + "ORDER BY recipe COLLATE \"C\", stream COLLATE \"C\"",
                row -> new StateKey(row.getString(1), row.getString(2)),
                recipe,
                recipe));
    }

    @Override
    public String describe() {
        return "postgres " + endpoint.describe() + " " + table;
    }

    /// One changing statement in a transaction of its own, so that only a break during the commit leaves doubt.
    private boolean changing(String sql, @Nullable Object... values) {
        return inSession(connected -> {
            connected.begin();
            boolean changed = connected.update(sql, values) == 1;
            connected.commit();
            return changed;
        });
    }

    private <T> T inSession(Function<Session, T> work) {
        Session connected = connected();
        try {
            return work.apply(connected);
        } catch (DatacookException broken) {
            drop();
            throw broken;
        }
    }

    /// A connection that lives: one that broke while it was idle is no reason to fail.
    private Session connected() {
        Session held = session;
        if (held != null && held.alive()) {
            return held;
        }
        drop();
        Session made = Session.open(endpoint, Session.Role.STATE, "the state in " + table);
        session = made;
        return made;
    }

    private void drop() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Override
    public synchronized void close() {
        drop();
    }
}
