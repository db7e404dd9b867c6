package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.commit.Decision;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import io.datacook.engine.commit.Lease;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.Refusal;
import io.datacook.engine.commit.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Holds a stream for a run: takes the lease, waits for others or takes it from the dead, renews it, gives it back.
///
/// **Threading:** [#check] may be called by all lanes.
final class LeaseKeeper {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int RENEWALS_PER_LEASE = 3;

    private final StateStore store;
    private final LoadPlan plan;
    private final LoadTools tools;
    private final long fence;
    private final Ticker.@Nullable Running renewal;
    private final AtomicReference<@Nullable Refused> lost = new AtomicReference<>();

    private LeaseKeeper(StateStore store, LoadPlan plan, LoadTools tools, long fence) {
        this.store = store;
        this.plan = plan;
        this.tools = tools;
        this.fence = fence;
        this.renewal = plan.lane().isFirst()
                ? tools.ticker().every(plan.leaseFor().dividedBy(RENEWALS_PER_LEASE), this::renew)
                : null;
    }

    /// Works under the lease that lane 0 holds, which renews it and gives it back.
    static LeaseKeeper joined(StateStore store, LoadPlan plan, LoadTools tools, long fence) {
        return new LeaseKeeper(store, plan, tools, fence);
    }

    /// Takes the stream.
    ///
    /// @throws DatacookException `STATE_LOCKED` if another run holds it for longer than the plan waits
    static LeaseKeeper take(StateStore store, LoadPlan plan, LoadTools tools) {
        Instant giveUpAt = tools.clock().instant().plus(plan.lockWait());
        while (true) {
            switch (acquire(store, plan, tools)) {
                case Accepted(StreamState state) -> {
                    return new LeaseKeeper(
                            store,
                            plan,
                            tools,
                            Objects.requireNonNull(state.lease()).fence());
                }
                case Unchanged _ -> throw new IllegalStateException("a lease is never taken twice");
                case Refused refused -> {
                    boolean mayWait = refused.reason() == Refusal.LOCKED
                            && tools.clock().instant().isBefore(giveUpAt)
                            && !tools.stop().isRequested();
                    if (!mayWait) {
                        throw locked(store.fresh().lease(), plan, refused);
                    }
                    tools.pause().pause(POLL);
                }
            }
        }
    }

    private static Decision acquire(StateStore store, LoadPlan plan, LoadTools tools) {
        Lease held = store.fresh().lease();
        Lease dead = held != null && tools.dead().test(held.owner()) ? held : null;
        return store.update(state -> {
            Instant now = tools.clock().instant();
            return dead != null
                    ? Protocol.takeOver(state, dead.fence(), plan.owner(), now, plan.leaseFor())
                    : Protocol.acquire(state, plan.owner(), now, plan.leaseFor());
        });
    }

    private static DatacookException locked(@Nullable Lease held, LoadPlan plan, Refused refused) {
        String holder = held == null
                ? refused.detail()
                : "held by %s since %s, until %s unless it is renewed"
                        .formatted(held.owner().describe(), held.since(), held.expiresAt());
        return new DatacookException(
                ErrorCode.STATE_LOCKED,
                ("stream %s of recipe %s is being loaded by another run: %s; wait for it to end. If it is dead, its "
                                + "hold ends by itself at that time, or run `datacook state unlock` now")
                        .formatted(plan.key().stream(), plan.key().recipe(), holder));
    }

    /// The run's fence.
    long fence() {
        return fence;
    }

    /// @throws DatacookException `FENCED` if another run took the stream over
    void check() {
        Refused refused = lost.get();
        if (refused != null) {
            throw Refusals.failure(refused, plan.key());
        }
    }

    private void renew() {
        try {
            Decision decision = store.update(
                    state -> Protocol.renew(state, fence, tools.clock().instant(), plan.leaseFor()));
            if (decision instanceof Refused refused) {
                lost.set(refused);
                stopRenewal();
            }
        } catch (DatacookException unreachable) {
            // The next tick tries again. Should the lease run out meanwhile, the fence keeps every commit safe.
            return;
        }
    }

    /// Ends the renewal and gives the stream back.
    void release() {
        if (!plan.lane().isFirst()) {
            return;
        }
        stopRenewal();
        store.update(state -> Protocol.release(state, fence));
        tools.faults().at(FaultPoint.LEASE_RELEASED);
    }

    private void stopRenewal() {
        if (renewal != null) {
            renewal.stop();
        }
    }
}
