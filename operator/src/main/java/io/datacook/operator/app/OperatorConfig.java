package io.datacook.operator.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// The operator's settings, such as `DATACOOK_OPERATOR_STATE_URL`; `docs/reference/operator.md` lists them.
@ConfigMapping(prefix = "datacook.operator")
public interface OperatorConfig {
    /// Where images come from, without a slash at the end.
    @WithDefault("localhost/datacook")
    String imageRepository();

    /// The images' tag.
    @WithDefault("${quarkus.application.version}")
    String imageTag();

    /// Pull policy of the stage containers.
    @WithDefault("IfNotPresent")
    String imagePullPolicy();

    /// Where the state service is.
    @WithDefault("http://datacook-state.${datacook.operator.namespace}.svc:8080")
    String stateUrl();

    /// A file with the operator's own token for the state service.
    Optional<String> stateTokenFile();

    /// Audience of the stage pods' tokens.
    @WithDefault("datacook-state")
    String tokenAudience();

    /// Where the operator itself is.
    @WithDefault("datacook-system")
    String namespace();

    /// Whether each run has a NetworkPolicy.
    @WithDefault("true")
    boolean networkPolicies();

    /// A namespace whose pods may read the metrics of stage pods.
    Optional<String> metricsNamespace();

    /// Whether recipes may extend URLs.
    @WithDefault("false")
    boolean urlParents();

    /// Whether each image is also there as a native executable, its tag followed by `-native`.
    @WithDefault("false")
    boolean nativeImages();

    /// How long the deletion of checkpoints may hold up that of their recipe.
    @WithDefault("2m")
    Duration cleanupTimeout();

    /// Leader election: how quickly another operator takes over.
    Leader leader();

    /// Leader election.
    interface Leader {
        /// How long a lease lasts that nobody renews.
        @WithDefault("15s")
        Duration lease();

        /// How long the leader tries to renew before it gives up.
        @WithDefault("10s")
        Duration renew();

        /// How often everybody tries.
        @WithDefault("2s")
        Duration retry();
    }
}
