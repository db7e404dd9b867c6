package io.datacook.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps one JSON document for each stream of each recipe, changed only by compare-and-set.
///
/// **Threading:** safe for several threads and several processes. **Durability:** what [#compareAndSet] accepted
/// survives a crash of the machine. **Closing:** once, by who opened it.
public interface StateBackend extends AutoCloseable {
    /// A document of at most this many bytes can be kept.
    int DOCUMENT_BYTES_MAX = 16 << 20;

    /// The newest document, or `null` if there is none.
    @Nullable
    Versioned load(StateKey key);

    /// Stores a document if the newest one still has the expected version.
    ///
    /// @param expectedVersion 0 if there must be none yet
    /// @return whether it was stored, with a version one higher; `false` if somebody was faster
    /// @throws DatacookException `COMMIT_UNKNOWN` if it may or may not have been stored: load again and
    ///     decide anew, for an equal document may be somebody else's; `STATE_UNREACHABLE` if it surely was not
    boolean compareAndSet(StateKey key, long expectedVersion, String document);

    /// Removes a document if it still has the expected version.
    boolean remove(StateKey key, long expectedVersion);

    /// All keys of a recipe, or of all recipes where it is `null`, sorted.
    List<StateKey> list(@Nullable String recipe);

    /// Where the state is kept, without secrets.
    String describe();

    @Override
    void close();

    /// A document and the version that the next compare-and-set must expect.
    ///
    /// @param version 1 for the first, then one more at each change
    /// @param document JSON
    record Versioned(long version, String document) {}
}
