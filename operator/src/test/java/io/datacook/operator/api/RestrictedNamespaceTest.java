package io.datacook.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.crds.ApiServer;
import io.datacook.crds.Execution;
import io.datacook.crds.Execution.Layout;
import io.datacook.crds.Execution.RuntimeWish;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeRunStatus.ChosenRuntime;
import io.datacook.crds.RecipeSpec.Mode;
import io.datacook.operator.desired.DesiredRun;
import io.datacook.operator.desired.DesiredRun.Activity;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Frozen.SecretFile;
import io.datacook.operator.desired.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every pod of every layout is let into a namespace that enforces the restricted Pod Security Standard.
class RestrictedNamespaceTest {
    @ParameterizedTest
    @CsvSource({"SPLIT,BATCH", "FUSED,BATCH", "PROCESS,BATCH", "SPLIT,STREAMING", "FUSED,STREAMING", "PROCESS,STREAMING"
    })
    void letsPodsIn(Layout layout, Mode mode) {
        try (KubernetesClient client = ApiServer.client()) {
            String namespace = restricted(client);
            List<HasMetadata> objects = DesiredRun.objects(
                    LocalOperator.SETTINGS,
                    frozen(layout, mode),
                    run(namespace),
                    EnumSet.allOf(Stage.class),
                    Activity.WORKING);
            assertThat(objects).hasSize((layout == Layout.SPLIT ? 4 : 2) + (mode == Mode.STREAMING ? 1 : 0));
            for (HasMetadata object : objects) {
                assertThat(client.resource(object)
                                .dryRun(true)
                                .create()
                                .getMetadata()
                                .getName())
                        .isEqualTo(object.getMetadata().getName());
            }
            templates(objects)
                    .forEach(template -> client.resource(pod(namespace, template))
                            .dryRun(true)
                            .create());
        }
    }

    @ParameterizedTest
    @CsvSource({"SPLIT,BATCH"})
    void keepsOutAPodThatWouldBeRoot(Layout layout, Mode mode) {
        try (KubernetesClient client = ApiServer.client()) {
            String namespace = restricted(client);
            PodTemplateSpec template = templates(DesiredRun.objects(
                            LocalOperator.SETTINGS,
                            frozen(layout, mode),
                            run(namespace),
                            EnumSet.allOf(Stage.class),
                            Activity.WORKING))
                    .getFirst();
            template.getSpec().getSecurityContext().setRunAsNonRoot(false);
            Pod pod = pod(namespace, template);

            assertThatThrownBy(() -> client.resource(pod).dryRun(true).create())
                    .hasMessageContaining("violates PodSecurity");
        }
    }

    private static String restricted(KubernetesClient client) {
        String namespace = ApiServer.namespace(client, "restricted");
        client.namespaces().withName(namespace).edit(each -> {
            each.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            each.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce-version", "latest");
            return each;
        });
        return namespace;
    }

    private static List<PodTemplateSpec> templates(List<HasMetadata> objects) {
        List<PodTemplateSpec> templates = new ArrayList<>();
        for (HasMetadata object : objects) {
            if (object instanceof Job job) {
                templates.add(job.getSpec().getTemplate());
            } else if (object instanceof StatefulSet set) {
                templates.add(set.getSpec().getTemplate());
            }
        }
        return templates;
    }

    private static Pod pod(String namespace, PodTemplateSpec template) {
        template.getSpec().setServiceAccountName("default");
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod-" + template.getMetadata().getLabels().get("datacook.dev/stage"))
                .withNamespace(namespace)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static Frozen frozen(Layout layout, Mode mode) {
        Execution execution = new Execution(layout, 1, RuntimeWish.AUTO, null, null, null, null, "10m", "60s", null);
        SecretFile secret = new SecretFile("shop-db", "pw", "shop/password");
        return new Frozen(
                "sha256:0",
                "name: orders\n",
                "",
                new Frozen.Plan(mode, execution, Map.of(Stage.EXTRACTOR, List.of(secret)), ChosenRuntime.JVM));
    }

    private static RecipeRun run(String namespace) {
        RecipeRun run = new RecipeRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName("orders-00000000")
                .withNamespace(namespace)
                .withUid("uid")
                .build());
        run.setSpec(new RecipeRunSpec(
                new RecipeRunSpec.RecipeRef("orders"),
                null,
                null,
                RecipeRunSpec.Reason.CHANGE,
                null,
                null,
                null,
                null));
        return run;
    }
}
