package io.datacook.stateservice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything of this service that can be configured beside Quarkus' own settings; see
/// `docs/reference/state-service.md`.
@ConfigMapping(prefix = "datacook")
public interface Settings {
    /// Who may come in.
    Auth auth();

    /// Where everything is kept.
    Database database();

    /// How much at once, and how much in all.
    Limits limits();

    /// Who is told what becomes of runs.
    Events events();

    /// Whether this start only trains the JVM's ahead-of-time cache: no database is waited for.
    @WithDefault("false")
    boolean training();

    /// Who may come in.
    interface Auth {
        /// How tokens are checked.
        @WithParentName
        @WithDefault("none")
        Mode mode();

        /// `tokens`: the file with a line for each token.
        Optional<Path> tokensFile();

        /// `kubernetes`: the address of the API server; the pod's own if absent.
        Optional<String> kubernetesUrl();

        /// `kubernetes`: where the pod's own token and authority lie.
        @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount")
        Path kubernetesFolder();

        /// `kubernetes`: what tokens must be made for.
        @WithDefault("datacook-state")
        String audience();

        /// `kubernetes`: users that may read and cancel runs of all tenants,
        /// `system:serviceaccount:<namespace>:<name>`.
        Optional<List<String>> operators();

        /// `kubernetes`: how long a review is believed.
        @WithDefault("60s")
        Duration cacheTime();

        /// `kubernetes`: how many reviews are remembered.
        @WithDefault("10000")
        int cacheSize();
    }

    /// How tokens are checked.
    enum Mode {
        /// Not at all; everybody is the tenant `default`.
        NONE,
        /// Against a file of hashes.
        TOKENS,
        /// By the cluster's API server.
        KUBERNETES
    }

    /// Where everything is kept.
    interface Database {
        /// `jdbc:postgresql://host:port/database`, without password.
        String url();

        /// Who logs in.
        String username();

        /// The password, if one is needed.
        Optional<String> password();

        /// Connections at most.
        int connections();

        /// How long to wait for the database at the start.
        @WithName("wait")
        @WithDefault("60s")
        Duration patience();
    }

    /// Run events for Kafka; see `docs/reference/run-events.md`.
    interface Events {
        /// Whether there are any. All replicas must agree.
        boolean enabled();

        /// Where Kafka is, `host:port,…`.
        String bootstrapServers();

        /// The topic of all of them.
        String topic();

        /// At most one event about commits for each run in this time.
        @WithDefault("10s")
        Duration interval();

        /// Events that wait at most; with as many waiting, newer ones are not kept.
        @WithDefault("100000")
        int rows();

        /// How long an event waits at most.
        @WithDefault("7d")
        Duration age();

        /// Whether Kafka is spoken to over TLS.
        @WithDefault("false")
        boolean tls();

        /// Certificates that are trusted, in PEM; those of the JVM if absent.
        Optional<Path> tlsCa();

        /// This service's own certificate, in PEM, if Kafka asks for one.
        Optional<Path> tlsCert();

        /// The key of that certificate, in PEM of PKCS #8, not encrypted.
        Optional<Path> tlsKey();

        /// Who logs in; nobody does if absent.
        Optional<String> username();

        /// The password.
        Optional<String> password();

        /// How the password is shown: `SCRAM-SHA-512`, `SCRAM-SHA-256` or `PLAIN`.
        @WithDefault("SCRAM-SHA-512")
        String saslMechanism();
    }

    /// How much at once, and how much in all.
    interface Limits {
        /// Requests worked on at once; more are answered 503.
        @WithDefault("64")
        int requests();

        /// Bytes of bodies held at once; more are answered 503.
        @WithDefault("67108864")
        long bodyBytes();

        /// Long polls waiting at once; more are answered 503.
        @WithDefault("2048")
        int waiters();

        /// Checkpoints of one tenant; more are answered 507.
        @WithDefault("100000")
        int states();

        /// Runs kept for each recipe of a tenant; the oldest ended ones go.
        @WithDefault("100")
        int runsPerRecipe();

        /// Runs kept for each tenant; the oldest ended ones go.
        @WithDefault("10000")
        int runs();
    }
}
