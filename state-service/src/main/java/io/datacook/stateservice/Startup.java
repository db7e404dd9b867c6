package io.datacook.stateservice;

import io.datacook.stateservice.auth.TokenChecks;
import io.datacook.stateservice.store.Schema;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/// Waits for the database, for so long and not longer, and brings its tables up to date. No request is served before.
@Singleton
public final class Startup {
    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long SAY_EVERY = Duration.ofSeconds(5).toNanos();

    private final Schema schema;
    private final Settings settings;

    /// @param checks made here, so that a wrong setting ends the start and not the first request
    Startup(Schema schema, Settings settings, TokenChecks checks) {
        this.schema = schema;
        Objects.requireNonNull(checks);
        this.settings = settings;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        if (settings.training()) {
            LOG.info("training: the database is left alone");
            return;
        }
        waitForDatabase();
        int steps = schema.migrate();
        LOG.infof(
                "state in %s, schema datacook_state, %s; tokens: %s",
                settings.database().url(),
                steps == 0 ? "up to date" : "brought up to date in " + steps + " steps",
                settings.auth().mode());
    }

    private void waitForDatabase() {
        Duration patience = settings.database().patience();
        long began = System.nanoTime();
        long saidAt = began - SAY_EVERY;
        String refusal = schema.refusal();
        while (refusal != null) {
            long now = System.nanoTime();
            long left = patience.toNanos() - (now - began);
            if (left <= 0) {
                throw new IllegalStateException(
                        "PostgreSQL at %s did not answer for %d seconds (DATACOOK_DATABASE_WAIT): %s"
                                .formatted(settings.database().url(), patience.toSeconds(), refusal));
            }
            if (now - saidAt >= SAY_EVERY) {
                LOG.warnf(
                        "waiting for PostgreSQL at %s, %d seconds left: %s",
                        settings.database().url(), Duration.ofNanos(left).toSeconds(), refusal);
                saidAt = now;
            }
            LockSupport.parkNanos(Math.min(left, PAUSE.toNanos()));
            refusal = schema.refusal();
        }
    }
}
