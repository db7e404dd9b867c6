package io.datacook.operator.app;

import io.datacook.operator.kube.OwnNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What is done when the process is told to end.
@Singleton
final class LastThing {
    private static final int FIRST = 1;

    private final KubernetesClient client;
    private final OperatorConfig config;

    LastThing(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.config = config;
    }

    /// Before the framework stops, which closes the client.
    void onEnd(@Observes @Priority(FIRST) ShutdownEvent event) {
        OwnNamespace.letGo(client, config.namespace());
    }
}
