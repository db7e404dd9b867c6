package io.datacook.operator.kube;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is remembered to save calls; forgetting it costs a call, never correctness. Safe for concurrent use.
///
/// @param <V> what is remembered
final class Memo<V> {
    private final Map<String, V> entries;

    /// @param entriesMax the one that was not used longest goes first
    Memo(int entriesMax) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > entriesMax;
            }
        };
    }

    synchronized @Nullable V get(String key) {
        return entries.get(key);
    }

    synchronized void put(String key, V value) {
        entries.put(key, value);
    }
}
