package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged operator as processes of its own: start, health, metrics, and a leader that is killed.
class OperatorIT {
    private static final Path JAR = Path.of(System.getProperty("datacook.operator.jar", "missing"));

    @TempDir
    Path folder;

    @Test
    void anotherOperatorTakesOverWhenTheLeaderIsKilled() throws Exception {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "leader"));
            int port = freePort();
            Process first = start("first", cluster.namespace(), port);
            try {
                String leader = holder(cluster, null);
                Process second = start("second", cluster.namespace(), freePort());
                try {
                    cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("one", "suspend: true"));
                    cluster.recipe("one", each -> Cluster.is(each, "Ready", Status.TRUE, "Suspended"));
                    assertThat(get(port, "/q/health/live")).contains("\"UP\"");
                    assertThat(get(port, "/q/health/ready")).contains("\"UP\"");
                    assertThat(get(port, "/q/metrics"))
                            .contains("datacook_recipe_suspended{namespace=\"" + cluster.namespace()
                                    + "\",recipe=\"one\"} 1.0")
                            .contains("reconciliations_execution_duration_seconds", "reconciliations_queue");

                    first.destroyForcibly().waitFor();

                    assertThat(holder(cluster, leader)).isNotEqualTo(leader);
                    cluster.apply(Texts.recipe("two", "suspend: true"));
                    cluster.recipe("two", each -> Cluster.is(each, "Ready", Status.TRUE, "Suspended"));
                } finally {
                    second.destroyForcibly().waitFor();
                }
            } finally {
                first.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void anOperatorWhoseOwnNamespaceEndsLetsGoOfTheRecipesInThere() throws Exception {
        try (KubernetesClient client = ApiServer.client()) {
            Cluster cluster = new Cluster(client, ApiServer.namespace(client, "own"));
            Process operator = start("own", cluster.namespace(), freePort());
            try {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("kept", "suspend: true\ndeletionPolicy: Delete"));
                cluster.recipe("kept", each -> Cluster.is(each, "Ready", Status.TRUE, "Suspended"));
                cluster.recipe(
                        "kept",
                        each -> each != null
                                && !each.getMetadata().getFinalizers().isEmpty());
                client.namespaces().withName(cluster.namespace()).delete();

                // Not through the process' own method, which would close its output first.
                operator.toHandle().destroy();
                assertThat(operator.waitFor(60, TimeUnit.SECONDS)).isTrue();

                cluster.recipe(
                        "kept",
                        each -> each == null
                                || each.getMetadata().getFinalizers().isEmpty());
            } finally {
                operator.destroyForcibly().waitFor();
            }
        }
    }

    private String holder(Cluster cluster, @Nullable String other) {
        Lease lease = cluster.client()
                .leases()
                .inNamespace(cluster.namespace())
                .withName("datacook-operator")
                .waitUntilCondition(
                        each -> each != null
                                && each.getSpec().getHolderIdentity() != null
                                && !each.getSpec().getHolderIdentity().isEmpty()
                                && !Objects.equals(each.getSpec().getHolderIdentity(), other),
                        120,
                        TimeUnit.SECONDS);
        return lease.getSpec().getHolderIdentity();
    }

    private Process start(String name, String namespace, int port) throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve(name + ".kubeconfig"), ApiServer.kubeconfig());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar", JAR.toString());
        Map<String, String> environment = builder.environment();
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_OPERATOR_SDK_NAMESPACES", namespace);
        environment.put("DATACOOK_OPERATOR_NAMESPACE", namespace);
        environment.put("DATACOOK_OPERATOR_STATE_URL", "http://127.0.0.1:1");
        environment.put("DATACOOK_OPERATOR_LEADER_LEASE", "6s");
        environment.put("DATACOOK_OPERATOR_LEADER_RENEW", "4s");
        environment.put("DATACOOK_OPERATOR_LEADER_RETRY", "1s");
        environment.put("HOSTNAME", name);
        Process process = builder.redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        StringBuilder log = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains("Listening on")) {
            log.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("the operator's output: %s", log).isNotNull();
        // A pipe that nobody reads would stop the operator.
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
