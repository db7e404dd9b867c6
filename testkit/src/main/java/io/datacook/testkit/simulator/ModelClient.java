package io.datacook.testkit.simulator;

import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.Owner;
import io.datacook.engine.commit.StreamState;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A process's way to the state: a model of `StateStore`, which keeps the newest document it knows.
final class ModelClient {
    private final ModelRun run;
    private final World world;
    private @Nullable StreamState cached;
    private long cachedVersion;

    ModelClient(ModelRun run) {
        this.run = run;
        this.world = run.world;
    }

    /// Reads afresh next time.
    void forget() {
        cached = null;
    }

    /// Asks the protocol, stores its answer, and asks again when somebody was faster or no reply came.
    void update(
            Unit unit, Function<StreamState, Decision> request, Consumer<StreamState> then, Consumer<Refused> refused) {
        boolean stale = cached != null;
        StreamState base = stale ? Objects.requireNonNull(cached) : world.store.state();
        long version = stale ? cachedVersion : world.store.version();
        switch (request.apply(base)) {
            case Unchanged(StreamState state) -> {
                remember(state, version);
                then.accept(state);
            }
            case Refused no -> {
                cached = null;
                if (stale) {
                    unit.then(() -> update(unit, request, then, refused));
                } else {
                    refused.accept(no);
                }
            }
            case Accepted(StreamState next) ->
                world.call(
                        run,
                        () -> world.store.compareAndSet(version, next),
                        stored -> {
                            if (stored) {
                                remember(next, version + 1);
                                then.accept(next);
                            } else {
                                cached = null;
                                unit.then(() -> update(unit, request, then, refused));
                            }
                        },
                        () -> {
                            cached = null;
                            unit.then(() -> {
                                if (isTakenForOurs(next, version + 1)) {
                                    remember(next, version + 1);
                                    then.accept(next);
                                } else {
                                    update(unit, request, then, refused);
                                }
                            });
                        });
        }
    }

    /// An equal document does not say whose it is, for another process of the run may have asked for the same; so only
    /// the mutation takes it for an answer.
    private boolean isTakenForOurs(StreamState wanted, long version) {
        return world.mutation == Mutation.TRUSTS_EQUAL_DOCUMENT
                && world.store.version() == version
                && world.store.state().equals(wanted);
    }

    private void remember(StreamState state, long version) {
        cached = state;
        cachedVersion = version;
    }

    /// With the mutation, a process that takes over from its own run gets the fence that was.
    static Decision keepingFence(World world, Owner owner, StreamState state, Decision decision) {
        Lease held = state.lease();
        if (held == null || !held.owner().equals(owner)) {
            return decision;
        }
        if (world.mutation != Mutation.TAKEOVER_KEEPS_FENCE || !(decision instanceof Accepted)) {
            return decision;
        }
        Lease same = new Lease(owner, held.fence(), held.since(), world.now().plus(ModelRun.LEASE));
        return new Accepted(new StreamState(state.fence(), same, state.cursor(), state.window(), state.totals()));
    }
}
