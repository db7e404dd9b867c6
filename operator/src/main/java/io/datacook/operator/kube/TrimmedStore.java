package io.datacook.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An informer's store that keeps of each object only what somebody looks at, so that the operator's memory grows
/// slowly with the number of runs. Safe for concurrent use.
///
/// @param <V> the kind of objects
public final class TrimmedStore<V extends HasMetadata> implements ItemStore<V> {
    private final ConcurrentMap<String, V> items = new ConcurrentHashMap<>();
    private final Consumer<V> trim;

    /// @param trim takes away what nobody looks at; the object is its own
    public TrimmedStore(Consumer<V> trim) {
        this.trim = trim;
    }

    @Override
    public String getKey(V object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public @Nullable V put(String key, V object) {
        object.getMetadata().setManagedFields(null);
        trim.accept(object);
        return items.put(key, object);
    }

    @Override
    public @Nullable V remove(String key) {
        return items.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<V> values() {
        return items.values().stream();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable V get(String key) {
        return items.get(key);
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
