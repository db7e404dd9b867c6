package io.datacook.stateservice.http;

import io.datacook.stateservice.problem.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// What Prometheus sees beside the requests themselves. No meter has a tenant, recipe or run as label: their number has
/// no limit.
@Singleton
public final class Measures {
    private static final String WRITES = "datacook.state.writes";

    private final MeterRegistry registry;

    Measures(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Counts a change by what became of it: `stored`, `stale`, or the failure.
    boolean write(BooleanSupplier change) {
        try {
            boolean stored = change.getAsBoolean();
            count(stored ? "stored" : "stale");
            return stored;
        } catch (Refused failed) {
            count(failed.failure().name().toLowerCase(Locale.ROOT));
            throw failed;
        }
    }

    private void count(String outcome) {
        registry.counter(WRITES, "outcome", outcome).increment();
    }
}
