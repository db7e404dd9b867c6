package io.datacook.testkit;

import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state backend in memory, for tests. Safe for several threads; several runs may share one.
public final class MemoryState implements StateBackend {
    private final Map<StateKey, Versioned> documents = new HashMap<>();

    @Override
    public synchronized @Nullable Versioned load(StateKey key) {
        return documents.get(key);
    }

    @Override
    public synchronized boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        if (version(key) != expectedVersion) {
            return false;
        }
        documents.put(key, new Versioned(expectedVersion + 1, document));
        return true;
    }

    @Override
    public synchronized boolean remove(StateKey key, long expectedVersion) {
        if (expectedVersion == 0 || version(key) != expectedVersion) {
            return false;
        }
        documents.remove(key);
        return true;
    }

    private long version(StateKey key) {
        Versioned known = documents.get(key);
        return known == null ? 0 : known.version();
    }

    @Override
    public synchronized List<StateKey> list(@Nullable String recipe) {
        return documents.keySet().stream()
                .filter(key -> recipe == null || key.recipe().equals(recipe))
                .sorted(Comparator.comparing(StateKey::recipe).thenComparing(StateKey::stream))
                .toList();
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}
}
