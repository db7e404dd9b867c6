package io.datacook.operator.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A state service in memory that says what the test wants it to. Safe for concurrent use.
public final class FakeStateService implements StateService {
    private final Map<String, RunView> runs = new ConcurrentHashMap<>();
    private final List<String> cancelled = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private volatile boolean down;

    /// Has a run stand like this.
    public void put(String namespace, String run, RunView view) {
        runs.put(namespace + "/" + run, view);
    }

    /// Has every call fail from now on.
    public void goDown() {
        down = true;
    }

    /// Has calls work again.
    public void comeBack() {
        down = false;
    }

    /// Runs that were cancelled, as `namespace/run`.
    public synchronized List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    /// Recipes whose checkpoints were removed, as `namespace/recipe`.
    public synchronized List<String> forgotten() {
        return List.copyOf(forgotten);
    }

    @Override
    public @Nullable RunView run(String namespace, String run) throws UnavailableException {
        check();
        return runs.get(namespace + "/" + run);
    }

    @Override
    public synchronized void cancel(String namespace, String run) throws UnavailableException {
        check();
        cancelled.add(namespace + "/" + run);
    }

    @Override
    public synchronized void forget(String namespace, String recipe) throws UnavailableException {
        check();
        forgotten.add(namespace + "/" + recipe);
    }

    private void check() throws UnavailableException {
        if (down) {
            throw new UnavailableException("the state service does not answer");
        }
    }
}
