package io.datacook.nativebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator as a native executable, on a real API server. Nobody runs the pods it asks for.
class OperatorExecutableTest {
    private static final int PATIENCE_SECONDS = 90;
    private static final String API = "datacook.dev/v1alpha1";

    @TempDir
    private Path folder;

    private final List<ServiceProcess> operators = new ArrayList<>();
    private Executable executable;
    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void find() {
        executable = Executable.named("operator", "datacook-operator");
        client = ApiServer.client();
        namespace = ApiServer.namespace(client, "native");
    }

    @AfterEach
    void stop() {
        operators.forEach(ServiceProcess::close);
        if (client != null) {
            client.close();
        }
    }

    private ServiceProcess start(String name, Map<String, String> more) throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve(name + ".kubeconfig"), ApiServer.kubeconfig());
        Map<String, String> environment = new HashMap<>(Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "QUARKUS_OPERATOR_SDK_NAMESPACES",
                namespace,
                "DATACOOK_OPERATOR_NAMESPACE",
                namespace,
                "DATACOOK_OPERATOR_STATE_URL",
                "http://127.0.0.1:1",
                "DATACOOK_OPERATOR_LEADER_LEASE",
                "6s",
                "DATACOOK_OPERATOR_LEADER_RENEW",
                "4s",
                "DATACOOK_OPERATOR_LEADER_RETRY",
                "1s",
                "HOSTNAME",
                name));
        environment.putAll(more);
        ServiceProcess operator = ServiceProcess.start(executable, folder, name, environment);
        operators.add(operator);
        return operator;
    }

    private void apply(String yaml) {
        HasMetadata object = Serialization.unmarshal(yaml, HasMetadata.class);
        object.getMetadata().setNamespace(namespace);
        client.resource(object).forceConflicts().serverSideApply();
    }

    private void recipe(String name, String more) {
        apply("""
                apiVersion: datacook.dev/v1alpha1
                kind: Connection
                metadata: { name: shop }
                spec:
                  type: postgres
                  config: { host: db, database: shop, user: reader }
                  secretKeys: { password: { name: shop-db, key: pw } }
                """);
        apply("""
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: %s }
                spec:
                  source: { type: postgres, connId: shop, table: public.orders }
                  destination: { type: parquet, path: "s3://lake/orders" }
                """.formatted(name) + more.indent(2));
    }

    private GenericKubernetesResource awaited(String kind, String name, Predicate<GenericKubernetesResource> is) {
        return client.genericKubernetesResources(API, kind)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(each -> each != null && is.test(each), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Whether its status has a condition that is true, with a reason.
    private static boolean has(GenericKubernetesResource resource, String type, String reason) {
        List<Map<String, ?>> conditions = resource.get("status", "conditions");
        return conditions != null
                && conditions.stream()
                        .anyMatch(each -> type.equals(each.get("type"))
                                && "True".equals(each.get("status"))
                                && reason.equals(each.get("reason")));
    }

    private String runOf(String recipe) {
        GenericKubernetesResource seen =
                awaited("Recipe", recipe, each -> each.get("status", "lastRun", "name") != null);
        return Objects.requireNonNull(seen.<String>get("status", "lastRun", "name"));
    }

    private Job job(String name) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private String holder(@Nullable String other) {
        return client.leases()
                .inNamespace(namespace)
                .withName("datacook-operator")
                .waitUntilCondition(
                        each -> each != null
                                && each.getSpec().getHolderIdentity() != null
                                && !each.getSpec().getHolderIdentity().isEmpty()
                                && !each.getSpec().getHolderIdentity().equals(other),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS)
                .getSpec()
                .getHolderIdentity();
    }

    @Test
    void aRecipeBecomesPodsAndAnotherOperatorTakesOverWhenTheLeaderIsKilled() throws Exception {
        ServiceProcess first = start("first", Map.of()).awaitReady();
        String leader = holder(null);
        ServiceProcess second = start("second", Map.of());
        recipe("orders", "");

        Job writer = job(runOf("orders") + "-writer");
        assertThat(writer.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .contains("writer-service");
        recipe("resting", "suspend: true");
        awaited("Recipe", "resting", each -> has(each, "Ready", "Suspended"));
        assertThat(first.send("GET", "/q/health/live", "").body()).contains("\"UP\"");
        assertThat(first.send("GET", "/q/metrics", "").body())
                .contains("datacook_recipe_suspended{namespace=\"%s\",recipe=\"resting\"} 1.0".formatted(namespace));

        first.kill();

        assertThat(holder(leader)).isNotEqualTo(leader);
        recipe("later", "suspend: true");
        awaited("Recipe", "later", each -> has(each, "Ready", "Suspended"));
        assertThat(second.isAlive()).isTrue();
    }

    @Test
    void aRunSucceedsByWhatTheStateServiceKnows() throws Exception {
        try (ServiceProcess state = StateServiceExecutableTest.start(folder).awaitReady()) {
            start("operator", Map.of("DATACOOK_OPERATOR_STATE_URL", "http://" + state.authority()))
                    .awaitReady();
            recipe("orders", "execution: { layout: Process }");
            String run = runOf("orders");
            job(run + "-writer");

            // When the writer's pod attaches and reports
            String pod = """
                    {"recipe":"%s/orders","digest":"sha256:0","stage":"writer","lane":0,"lanes":1,
                     "pod":"%s-writer-0","podUid":"u1","address":"10.0.0.1:8080"}""".formatted(namespace, run);
            String[] json = {"Content-Type", "application/json"};
            assertThat(state.send("POST", "/v1/runs/" + run + "/attach", pod, json)
                            .statusCode())
                    .isEqualTo(200);
            String report = """
                    {"outcome":"SUCCEEDED","streams":[{"counts":{"rowsRead":42,"rowsWritten":42,"rowsRejected":0,
                     "bytesWritten":1000}}]}""";
            assertThat(state.send("PUT", "/v1/runs/" + run + "/report", report, json)
                            .statusCode())
                    .isLessThan(300);

            // Then
            awaited("RecipeRun", run, each -> has(each, "Succeeded", "Completed"));
            GenericKubernetesResource recipe = awaited("Recipe", "orders", each -> has(each, "Ready", "Completed"));
            assertThat(recipe.<Number>get("status", "lastRun", "rowsWritten").longValue())
                    .isEqualTo(42);
        }
    }
}
