package io.datacook.stateservice.http;

import io.datacook.stateservice.problem.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// What Prometheus sees beside the requests themselves. No meter has a tenant, recipe or run as label: their number has
/// no limit.
@Singleton
public final class Measures {
    private final Counter commits;
    private final Counter conflicts;
    private final MeterRegistry registry;

    Measures(MeterRegistry registry) {
        this.registry = registry;
        this.commits = registry.counter("datacook.state.commits");
        this.conflicts = registry.counter("datacook.state.conflicts");
    }

    /// Counts a change by what became of it: a commit, a conflict, or a failure of some kind.
    boolean write(BooleanSupplier change) {
        try {
            boolean stored = change.getAsBoolean();
            (stored ? commits : conflicts).increment();
            return stored;
        } catch (Refused failed) {
            String why = failed.failure().name().toLowerCase(Locale.ROOT);
            registry.counter("datacook.state.failures", "why", why).increment();
            throw failed;
        }
    }
}
