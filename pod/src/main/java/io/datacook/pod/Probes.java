package io.datacook.pod;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// What Kubernetes asks of a pod: whether its clockwork goes on, and whether its neighbours can link to it.
///
/// Each answer tells how far the pod is and whom it waited for, since a pod that waits for credit is held back by its
/// right neighbour and one that waits for rows by its left one; neither is a reason to end it.
@Singleton
public class Probes {
    private final Pod pod;

    Probes(Pod pod) {
        this.pod = pod;
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck live() {
        return () -> answer("clockwork", pod.isAlive());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready() {
        return () -> answer("link", pod.isReady());
    }

    @Produces
    @Singleton
    @Startup
    HealthCheck started() {
        return () -> answer("recipe", pod.isReady());
    }

    private HealthCheckResponse answer(String name, boolean up) {
        Progress.Snapshot progress = pod.progress().snapshot();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(name)
                .status(up)
                .withData("rows_read", progress.rowsRead())
                .withData("rows_written", progress.rowsWritten())
                .withData("epochs", progress.epochs())
                .withData("waited_for_credit_ms", progress.creditWait().toMillis())
                .withData("waited_for_rows_ms", progress.rowsWait().toMillis());
        if (progress.committedAt() != null) {
            answer.withData("committed_at", progress.committedAt().toString());
        }
        return answer.build();
    }
}
