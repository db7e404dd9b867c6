package io.datacook.operator.app;

import io.datacook.operator.kube.Parts;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jspecify.annotations.Nullable;

/// Has the kubelet restart an operator whose watches are broken for good. An API server that is away for a while is no
/// reason: a restart would not bring it back.
@Liveness
@Singleton
final class EventSourcesLive implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Operator operator;
    private final Parts parts;
    private final AtomicReference<@Nullable Instant> brokenSince = new AtomicReference<>();

    EventSourcesLive(Operator operator, Parts parts) {
        this.operator = operator;
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        RuntimeInfo runtime = operator.getRuntimeInfo();
        Instant now = parts.clock().instant();
        boolean healthy = !runtime.isStarted() || runtime.allEventSourcesAreHealthy();
        Instant since = healthy ? null : now;
        if (healthy) {
            brokenSince.set(null);
        } else if (!brokenSince.compareAndSet(null, now)) {
            since = brokenSince.get();
        }
        boolean live = since == null || now.isBefore(since.plus(PATIENCE));
        return HealthCheckResponse.named("event sources").status(live).build();
    }
}
