package io.datacook.testkit.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state backend that fails at its n-th change, and at as many after it as asked for, in one of the ways networks do.
final class FlakyState implements StateBackend {
    enum Way {
        LOST_REPLY,
        LOST_REQUEST,
        UNREACHABLE,
        /// Somebody else writes the document first, so that the change is refused for sure.
        OVERTAKEN
    }

    private final StateBackend inner;
    private final Runnable meanwhile;
    private final Deque<Way> ways = new ArrayDeque<>();
    private @Nullable Way lasting;
    private Runnable late = () -> {};
    private int left;

    FlakyState(StateBackend inner, Way way, int failingChange) {
        this(inner, way, failingChange, () -> {});
    }

    /// @param meanwhile what others do before the change that fails arrives
    FlakyState(StateBackend inner, Way way, int failingChange, Runnable meanwhile) {
        this.inner = inner;
        this.ways.add(way);
        this.left = failingChange;
        this.meanwhile = meanwhile;
    }

    /// What comes of the change after those named so far.
    FlakyState then(Way way) {
        ways.add(way);
        return this;
    }

    /// What comes of all changes after those named so far.
    FlakyState forever(Way way) {
        lasting = way;
        return this;
    }

    /// Whether the change that fails was reached.
    boolean hasFailed() {
        return left <= 0;
    }

    /// Now the request arrives whose loss was reported last: it was only slow.
    void arriveLate() {
        late.run();
    }

    @Override
    public @Nullable Versioned load(StateKey key) {
        return inner.load(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        if (--left > 0) {
            return inner.compareAndSet(key, expectedVersion, document);
        }
        if (left == 0) {
            meanwhile.run();
        }
        Way way = ways.isEmpty() ? lasting : ways.remove();
        return switch (way) {
            case null -> inner.compareAndSet(key, expectedVersion, document);
            case LOST_REPLY -> {
                boolean stored = inner.compareAndSet(key, expectedVersion, document);
                throw new DatacookException(ErrorCode.COMMIT_UNKNOWN, "the network failed, stored: " + stored);
            }
            case LOST_REQUEST -> {
                late = () -> inner.compareAndSet(key, expectedVersion, document);
                throw new DatacookException(ErrorCode.COMMIT_UNKNOWN, "the network failed, stored: false");
            }
            case UNREACHABLE -> throw new DatacookException(ErrorCode.STATE_UNREACHABLE, "the network failed");
            case OVERTAKEN -> {
                Versioned found = inner.load(key);
                String same = found == null ? StateCodec.write(StreamState.EMPTY) : found.document();
                inner.compareAndSet(key, found == null ? 0 : found.version(), same);
                yield inner.compareAndSet(key, expectedVersion, document);
            }
        };
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
