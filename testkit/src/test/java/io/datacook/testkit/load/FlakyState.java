package io.datacook.testkit.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state backend that fails at its n-th change, in one of the ways networks do.
final class FlakyState implements StateBackend {
    enum Way {
        LOST_REPLY,
        LOST_REQUEST,
        UNREACHABLE
    }

    private final StateBackend inner;
    private final Way way;
    private final Runnable meanwhile;
    private int left;

    FlakyState(StateBackend inner, Way way, int failingChange) {
        this(inner, way, failingChange, () -> {});
    }

    /// @param meanwhile what others do before the change that fails arrives
    FlakyState(StateBackend inner, Way way, int failingChange, Runnable meanwhile) {
        this.inner = inner;
        this.way = way;
        this.left = failingChange;
        this.meanwhile = meanwhile;
    }

    /// Whether the change that fails was reached.
    boolean hasFailed() {
        return left <= 0;
    }

    @Override
    public @Nullable Versioned load(StateKey key) {
        return inner.load(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        if (--left != 0) {
            return inner.compareAndSet(key, expectedVersion, document);
        }
        meanwhile.run();
        boolean stored = way == Way.LOST_REPLY && inner.compareAndSet(key, expectedVersion, document);
        throw new DatacookException(
                way == Way.UNREACHABLE ? ErrorCode.STATE_UNREACHABLE : ErrorCode.COMMIT_UNKNOWN,
                "the network failed, stored: " + stored);
    }

    @Override
    public boolean remove(StateKey key, long expectedVersion) {
        return inner.remove(key, expectedVersion);
    }

    @Override
    public List<StateKey> list(@Nullable String recipe) {
        return inner.list(recipe);
    }

    @Override
    public String describe() {
        return "flaky";
    }

    @Override
    public void close() {}
}
