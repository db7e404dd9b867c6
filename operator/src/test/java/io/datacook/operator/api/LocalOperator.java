package io.datacook.operator.api;

import io.datacook.crds.ApiServer;
import io.datacook.operator.desired.Settings;
import io.datacook.operator.desired.Settings.NetworkPolicies;
import io.datacook.operator.desired.Settings.UrlParents;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.kube.ConnectionReconciler;
import io.datacook.operator.kube.Events;
import io.datacook.operator.kube.Parts;
import io.datacook.operator.kube.RecipeMetrics;
import io.datacook.operator.kube.RecipeReconciler;
import io.datacook.operator.kube.RecipeRunReconciler;
import io.datacook.operator.state.FakeStateService;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// The operator in this process, on a real API server, watching one namespace.
final class LocalOperator implements AutoCloseable {
    static final Settings SETTINGS = new Settings(
            Map.of(
                    Stage.EXTRACTOR, "localhost/datacook/extractor-service:test",
                    Stage.TRANSFORM, "localhost/datacook/transform-service:test",
                    Stage.WRITER, "localhost/datacook/writer-service:test"),
            "IfNotPresent",
            "http://datacook-state.datacook-system.svc:8080",
            "datacook-state",
            NetworkPolicies.ON,
            null,
            UrlParents.REFUSED);

    private final FakeStateService state = new FakeStateService();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KubernetesClient client;
    private final Operator operator;

    /// @param client closed with the operator
    /// @param namespace the one that is watched
    LocalOperator(KubernetesClient client, String namespace) {
        this(client, namespace, Duration.ofSeconds(2));
    }

    LocalOperator(KubernetesClient client, String namespace, Duration cleanupTimeout) {
        this.client = client;
        InstantSource clock = InstantSource.system();
        Parts parts = new Parts(
                SETTINGS, state, new Events(client, clock), new RecipeMetrics(registry), clock, cleanupTimeout);
        operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withUseSSAToPatchPrimaryResource(true)
                .withCloseClientOnStop(false)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
        operator.register(new RecipeReconciler(parts), each -> each.settingNamespace(namespace));
        operator.register(new RecipeRunReconciler(client, parts), each -> each.settingNamespace(namespace));
        operator.register(new ConnectionReconciler(parts), each -> each.settingNamespace(namespace));
        operator.start();
    }

    /// The operator as the cluster's administrator.
    static LocalOperator asAdministrator(String namespace) {
        return new LocalOperator(ApiServer.client(), namespace);
    }

    FakeStateService state() {
        return state;
    }

    MeterRegistry registry() {
        return registry;
    }

    boolean healthy() {
        return operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    @Override
    public void close() {
        operator.stop();
        client.close();
    }
}
