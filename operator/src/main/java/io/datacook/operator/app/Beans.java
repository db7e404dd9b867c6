package io.datacook.operator.app;

import io.datacook.operator.desired.Settings;
import io.datacook.operator.desired.Settings.NativeImages;
import io.datacook.operator.desired.Settings.NetworkPolicies;
import io.datacook.operator.desired.Settings.UrlParents;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.kube.Events;
import io.datacook.operator.kube.Parts;
import io.datacook.operator.kube.RecipeMetrics;
import io.datacook.operator.state.HttpStateService;
import io.datacook.operator.state.StateService;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;

/// Puts the operator together.
@Singleton
final class Beans {
    private final OperatorConfig config;

    Beans(OperatorConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Parts parts(KubernetesClient client, MeterRegistry registry, StateService state) {
        Clock clock = Clock.systemUTC();
        return new Parts(
                settings(),
                state,
                new Events(client, clock),
                new RecipeMetrics(registry),
                clock,
                config.cleanupTimeout());
    }

    @Produces
    @Singleton
    StateService state() {
        return new HttpStateService(
                URI.create(config.stateUrl()),
                config.stateTokenFile().map(Path::of).orElse(null));
    }

    void close(@Disposes Parts parts) {
        parts.events().close();
    }

    void close(@Disposes StateService state) {
        if (state instanceof HttpStateService http) {
            http.close();
        }
    }

    private Settings settings() {
        Map<Stage, String> images = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            images.put(stage, "%s/%s-service:%s".formatted(config.imageRepository(), stage.word(), config.imageTag()));
        }
        return new Settings(
                images,
                config.imagePullPolicy(),
                config.stateUrl(),
                config.tokenAudience(),
                config.networkPolicies() ? NetworkPolicies.ON : NetworkPolicies.OFF,
                config.metricsNamespace().orElse(null),
                config.urlParents() ? UrlParents.ALLOWED : UrlParents.REFUSED,
                config.nativeImages() ? NativeImages.PRESENT : NativeImages.ABSENT);
    }

    /// The framework's own would be asked before there is a registry, and then measure nothing.
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetricsV2.newBuilder(registry).build();
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration leader() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("datacook-operator")
                .withLeaseNamespace(config.namespace())
                .withLeaseDuration(config.leader().lease())
                .withRenewDeadline(config.leader().renew())
                .withRetryPeriod(config.leader().retry())
                .build();
    }
}
