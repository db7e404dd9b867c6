package io.datacook.stateservice.store;

import io.datacook.stateservice.Settings;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checkpoints: each change is one statement with the expected version in its `WHERE`.
///
/// **Threading:** safe for all threads and for any number of replicas: PostgreSQL decides who was first.
@Singleton
public final class StateTable {
    private final Database database;
    private final Settings settings;

    StateTable(Database database, Settings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// Names a checkpoint of one tenant.
    public record Key(String tenant, String recipe, String stream) {}

    /// A document with its version, from 1.
    public record Document(long version, String text) {}

    /// What lists show.
    public record Entry(String recipe, String stream) {}

    /// The newest document, or `null`.
    public @Nullable Document load(Key key) {
        List<Document> found = database.query(
                "SELECT version, document FROM datacook_state.states WHERE tenant = ? AND recipe = ? AND stream = ?",
                row -> new Document(row.getLong("version"), row.getString("document")),
                key.tenant(),
                key.recipe(),
                key.stream());
        return found.isEmpty() ? null : found.getFirst();
    }

    /// Stores the first document.
    ///
    /// @return whether there was none
    /// @throws Refused `FULL` if the tenant has as many as it may
    public boolean create(Key key, String document) {
        int limit = settings.limits().states();
        int stored = database.change(
                "INSERT INTO datacook_state.states (tenant, recipe, stream, version, document, updated_at) "
                        + "SELECT ?, ?, ?, 1, ?, now() "
                        + "WHERE (SELECT count(*) FROM datacook_state.states WHERE tenant = ?) < ? "
                        + "ON CONFLICT DO NOTHING",
                key.tenant(),
                key.recipe(),
                key.stream(),
                document,
                key.tenant(),
                limit);
        if (stored == 0 && isFull(key)) {
            throw new Refused(
                    Failure.FULL,
                    ("tenant '%s' keeps %d checkpoints, as many as it may; remove those of recipes that are gone, "
                                    + "or raise DATACOOK_LIMITS_STATES")
                            .formatted(key.tenant(), limit));
        }
        return stored == 1;
    }

    private boolean isFull(Key key) {
        return database.query(
                        "SELECT count(*) >= ? AND NOT bool_or(recipe = ? AND stream = ?) AS full_up "
                                + "FROM datacook_state.states WHERE tenant = ?",
                        row -> row.getBoolean("full_up"),
                        settings.limits().states(),
                        key.recipe(),
                        key.stream(),
                        key.tenant())
                .getFirst();
    }

    /// Stores a document over the expected version.
    ///
    /// @return whether that was the newest one
    public boolean replace(Key key, long expectedVersion, String document) {
        return database.change(
                        "UPDATE datacook_state.states SET version = version + 1, document = ?, updated_at = now() "
                                + "WHERE tenant = ? AND recipe = ? AND stream = ? AND version = ?",
                        document,
                        key.tenant(),
                        key.recipe(),
                        key.stream(),
                        expectedVersion)
                == 1;
    }

    /// Removes the expected version.
    ///
    /// @return whether that was the newest one
    public boolean remove(Key key, long expectedVersion) {
        return database.change(
                        "DELETE FROM datacook_state.states "
                                + "WHERE tenant = ? AND recipe = ? AND stream = ? AND version = ?",
                        key.tenant(),
                        key.recipe(),
                        key.stream(),
                        expectedVersion)
                == 1;
    }

    /// The keys of a tenant, of one recipe or of all, sorted by their code points.
    public List<Entry> list(String tenant, @Nullable String recipe) {
        return database.query(
                "SELECT recipe, stream FROM datacook_state.states WHERE tenant = ? AND (?::text IS NULL OR recipe = ?) "
                        + "ORDER BY recipe COLLATE \"C\", stream COLLATE \"C\"",
                row -> new Entry(row.getString("recipe"), row.getString("stream")),
                tenant,
                recipe,
                recipe);
    }
}
