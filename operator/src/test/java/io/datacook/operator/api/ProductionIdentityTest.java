package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.RecipeRun;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The operator as the identity it has in production, with the checked-in roles and no more.
class ProductionIdentityTest {
    static final String IDENTITY = "system:serviceaccount:datacook-system:datacook-operator";

    @Test
    void theCheckedInRolesAreEnoughForAWholeLife() throws IOException {
        try (KubernetesClient admin = ApiServer.client()) {
            installRoles(admin);
            Cluster cluster = new Cluster(admin, ApiServer.namespace(admin, "identity"));
            try (LocalOperator operator = new LocalOperator(ApiServer.clientAs(IDENTITY), cluster.namespace())) {
                cluster.apply(Texts.SHOP + "---\n" + Texts.recipe("orders", "deletionPolicy: Delete"));
                RecipeRun run = cluster.firstRun("orders");
                String name = run.getMetadata().getName();
                cluster.place(cluster.job(name + "-writer"));
                cluster.place(cluster.job(name + "-transform"));
                cluster.place(cluster.job(name + "-extractor"));
                cluster.run(name, each -> Cluster.is(each, "Running", Status.TRUE, "PodsRunning"));
                operator.state()
                        .put(
                                cluster.namespace(),
                                name,
                                new RunView(RunView.Outcome.SUCCEEDED, null, null, null, null, null, List.of(), null));
                cluster.recipe("orders", each -> Cluster.is(each, "Ready", Status.TRUE, "Completed"));
                cluster.events("RunCreated", "Started", "Completed");

                cluster.apply(Texts.recipe("streams", "mode: Streaming"));
                String stream = cluster.firstRun("streams").getMetadata().getName();
                assertThat(admin.apps()
                                .statefulSets()
                                .inNamespace(cluster.namespace())
                                .withName(stream + "-w")
                                .waitUntilCondition(set -> set != null, 30, TimeUnit.SECONDS))
                        .isNotNull();

                cluster.delete("orders");
                assertThat(operator.state().forgotten()).containsExactly(cluster.namespace() + "/orders");
            }
        }
    }

    @Test
    void noSecretCanBeReadAndNothingElsewhereWritten() throws IOException {
        try (KubernetesClient admin = ApiServer.client();
                KubernetesClient operator = ApiServer.clientAs(IDENTITY)) {
            installRoles(admin);
            String namespace = ApiServer.namespace(admin, "secrets");

            assertThatThrownBy(() -> operator.secrets().inNamespace(namespace).list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("forbidden");
            assertThatThrownBy(() -> operator.secrets()
                            .inNamespace(namespace)
                            .withName("x")
                            .get())
                    .hasMessageContaining("forbidden");
            assertThatThrownBy(() ->
                            operator.pods().inNamespace(namespace).withName("x").edit(pod -> pod))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> operator.leases().inNamespace(namespace).list())
                    .hasMessageContaining("forbidden");
        }
    }

    static void installRoles(KubernetesClient admin) throws IOException {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("datacook-system")
                        .endMetadata()
                        .build())
                .serverSideApply();
        String text = Files.readString(ApiServer.root().resolve("deploy/base/operator/rbac.yaml"));
        for (String document : text.split("(?m)^---$", -1)) {
            if (document.contains("kind:")) {
                HasMetadata object = Serialization.unmarshal(document, GenericKubernetesResource.class);
                admin.resource(object).serverSideApply();
            }
        }
    }
}
