package io.datacook.crds;

import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real API server for tests: the one of KUBECONFIG, or one of its own from the programs in KUBE_API_TEST_DIR.
///
/// With neither the test is skipped. A KUBECONFIG that leads off this machine is never touched unless
/// DATACOOK_TEST_CLUSTER=true says that the cluster is for tests: the CRDs are installed there.
public final class ApiServer {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final List<String> KINDS = List.of("recipes", "reciperuns", "connections");
    private static final List<String> HERE = List.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static @Nullable Config shared;
    private static @Nullable String kubeconfig;

    private ApiServer() {}

    /// The way to the server, with the CRDs installed. Skips the test if there is none.
    public static synchronized Config config() {
        if (shared == null) {
            shared = find();
            try (KubernetesClient client = client(shared)) {
                installCrds(client);
            }
        }
        return shared;
    }

    /// A client of the server, to be closed by the caller.
    public static KubernetesClient client() {
        return client(config());
    }

    /// A client as somebody else, to be closed by the caller.
    public static KubernetesClient clientAs(String user) {
        Config other = Config.fromKubeconfig(kubeconfig());
        other.setImpersonateUsername(user);
        other.setImpersonateGroups("system:authenticated", "system:serviceaccounts");
        return client(other);
    }

    /// A namespace of its own.
    public static String namespace(KubernetesClient client, String word) {
        String name = "t-%s-%s-%d".formatted(word, ProcessHandle.current().pid(), NAMESPACES.incrementAndGet());
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    /// Where the project lies.
    public static Path root() {
        return Path.of(System.getProperty("datacook.root", ".."));
    }

    /// The checked-in CRD of a kind.
    public static CustomResourceDefinition crd(String plural) {
        return Serialization.unmarshal(
                read(root().resolve("deploy/base/crds/%s.yaml".formatted(plural))), CustomResourceDefinition.class);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The KUBECONFIG that leads there, for programs of their own.
    public static String kubeconfig() {
        config();
        return Objects.requireNonNull(kubeconfig);
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /// A KUBECONFIG on this machine, or one that is said to be for tests, before programs of its own; one that leads
    /// elsewhere after them.
    private static Config find() {
        String file = System.getenv("KUBECONFIG");
        String folder = System.getenv("KUBE_API_TEST_DIR");
        boolean programs = folder != null && !folder.isBlank();
        if (file != null && !file.isBlank() && Files.isRegularFile(Path.of(file))) {
            String text = read(Path.of(file));
            Config config = Config.fromKubeconfig(text);
            String host = URI.create(config.getMasterUrl()).getHost();
            if (HERE.contains(host) || "true".equals(System.getenv("DATACOOK_TEST_CLUSTER"))) {
                kubeconfig = text;
                return config;
            }
            if (!programs) {
                abort("KUBECONFIG leads to %s; set DATACOOK_TEST_CLUSTER=true if it is for tests, or KUBE_API_TEST_DIR"
                        .formatted(host));
            }
        }
        if (!programs) {
            abort("needs an API server: set KUBECONFIG or KUBE_API_TEST_DIR");
        }
        KubeAPIServer server = new KubeAPIServer(new KubeAPIServerConfigBuilder()
                .withTestDir(folder)
                .withUpdateKubeConfig(false)
                .build());
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        kubeconfig = server.getKubeConfigYaml();
        return Config.fromKubeconfig(kubeconfig);
    }

    private static void installCrds(KubernetesClient client) {
        PatchContext apply = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("datacook-tests")
                .withForce(true)
                .build();
        for (String plural : KINDS) {
            client.resource(crd(plural)).patch(apply);
        }
        for (String plural : KINDS) {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(plural + ".datacook.dev")
                    .waitUntilCondition(ApiServer::established, 30, TimeUnit.SECONDS);
        }
    }

    private static boolean established(@Nullable CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}
