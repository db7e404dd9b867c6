package io.datacook.operator.api;

import io.datacook.crds.ApiServer;
import io.datacook.operator.desired.Settings;
import io.datacook.operator.desired.Settings.NativeImages;
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
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
            UrlParents.REFUSED,
            NativeImages.ABSENT);

    private final FakeStateService state = new FakeStateService();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KubernetesClient client;
    private final Events events;
    private final Operator operator;

    /// @param client closed with the operator
    /// @param namespace the one that is watched
    LocalOperator(KubernetesClient client, String namespace) {
        this(client, namespace, Duration.ofSeconds(2));
    }

    LocalOperator(KubernetesClient client, String namespace, Duration cleanupTimeout) {
        this.client = client;
        InstantSource clock = InstantSource.system();
        events = new Events(client, clock);
        Parts parts = new Parts(SETTINGS, state, events, new RecipeMetrics(registry), clock, cleanupTimeout);
        operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withUseSSAToPatchPrimaryResource(true)
                .withMetrics(MicrometerMetricsV2.newBuilder(registry)
                        .withExecutionTimerConfig(timer -> timer.publishPercentiles(0.5, 0.99))
                        .build())
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

    /// How long the reconcilers took, a line for each.
    String reconciliations() {
        return registry.find("reconciliations.execution.duration").timers().stream()
                .map(LocalOperator::told)
                .sorted()
                .collect(Collectors.joining());
    }

    private static String told(Timer timer) {
        String quantiles = Arrays.stream(timer.takeSnapshot().percentileValues())
                .map(each -> "p%.0f %.0f ms".formatted(each.percentile() * 100, each.value(TimeUnit.MILLISECONDS)))
                .collect(Collectors.joining(", "));
        return "%8d reconciliations of %s: %s%n"
                .formatted(timer.count(), timer.getId().getTags(), quantiles);
    }

    boolean healthy() {
        return operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    @Override
    public void close() {
        operator.stop();
        events.close();
        client.close();
    }
}
