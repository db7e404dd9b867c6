package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.Owner;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Looks at and mends a stream's state from outside of a run: `state show`, `state unlock`, `state reset`. Stateless.
public final class StreamStates {
    private static final Duration HOLD = Duration.ofSeconds(10);

    private StreamStates() {}

    /// The stream's state, or `null` if it was never loaded.
    public static @Nullable StreamState show(StateBackend backend, StateKey key) {
        StateBackend.Versioned found = backend.load(key);
        return found == null ? null : StateCodec.read(found.document(), backend.describe());
    }

    /// Takes the stream away from its holder.
    ///
    /// @return who held it, or `null` if nobody did
    public static @Nullable Lease unlock(StateBackend backend, StateKey key) {
        StateStore store = new StateStore(backend, key, Pause.PARK);
        Lease held = store.fresh().lease();
        Refusals.require(store.update(Protocol::unlock), key);
        return held;
    }

    /// Forgets cursor, window and totals; the next run loads the stream afresh. The document itself stays, for its
    /// fence keeps runs that were thought dead from coming back.
    ///
    /// @throws DatacookException `STATE_LOCKED` if a run holds the stream
    public static void reset(StateBackend backend, StateKey key, Owner owner, Clock clock) {
        StateStore store = new StateStore(backend, key, Pause.PARK);
        Decision taken = store.update(state -> Protocol.acquire(state, owner, clock.instant(), HOLD));
        StreamState held = Refusals.require(taken, key);
        long fence = Objects.requireNonNull(held.lease()).fence();
        store.update(state -> released(Protocol.reset(state, fence), fence));
    }

    private static Decision released(Decision reset, long fence) {
        return switch (reset) {
            case Accepted(StreamState state) -> Protocol.release(state, fence);
            case Unchanged unchanged -> unchanged;
            case Refused refused ->
                throw new DatacookException(ErrorCode.STATE_LOCKED, "another run was faster: " + refused.detail());
        };
    }
}
