package io.datacook.operator.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.crds.Execution;
import io.datacook.crds.Execution.StageOptions;
import io.datacook.crds.Execution.Stages;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one place where pods are made, for every layout and mode: what holds for one holds for all.
///
/// Restricted Pod Security, no API token, no service links; then the user's templates; then, again, what the user
/// must not change.
final class StagePods {
    static final int PORT = 8080;
    private static final long USER = 65532;
    private static final int SIDECAR_START_SECONDS = 30;
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final Settings settings;
    private final Frozen frozen;
    private final RecipeRun run;
    private final String name;

    StagePods(Settings settings, Frozen frozen, RecipeRun run) {
        this.settings = settings;
        this.frozen = frozen;
        this.run = run;
        this.name = run.getMetadata().getName();
    }

    /// The template of pods that run these stages; the first one's container ends the pod, the others are sidecars.
    PodTemplateSpec template(List<Stage> stages) {
        StageContainer containers = new StageContainer(settings, frozen, name, run.getSpec());
        Stage main = stages.getFirst();
        List<Container> sidecars = new ArrayList<>();
        for (Stage stage : stages.subList(1, stages.size())) {
            sidecars.add(sidecar(containers.of(stage)));
        }
        PodTemplateSpec base = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels(main))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(execution().serviceAccountName())
                .withTerminationGracePeriodSeconds(execution().graceSeconds())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withInitContainers(sidecars)
                .withContainers(containers.of(main))
                .withVolumes(StageVolumes.of(settings, frozen, name, stages))
                .endSpec()
                .build();
        return guarded(overlaid(base, stages), containers.environment(), main);
    }

    /// The kubelet starts the next container when a sidecar's startup probe succeeds. Without one all start at once.
    private static Container sidecar(Container container) {
        return new ContainerBuilder(container)
                .withRestartPolicy("Always")
                .withStartupProbe(null)
                .editLivenessProbe()
                .withInitialDelaySeconds(SIDECAR_START_SECONDS)
                .endLivenessProbe()
                .build();
    }

    private PodTemplateSpec overlaid(PodTemplateSpec base, List<Stage> stages) {
        ObjectNode tree = JSON.convertValue(base, ObjectNode.class);
        tree = overlay(tree, execution().podTemplate(), stages);
        for (Stage stage : stages) {
            StageOptions options = options(stage);
            if (options == null) {
                continue;
            }
            tree = overlay(tree, container(options), List.of(stage));
            tree = overlay(tree, options.podTemplate(), List.of(stage));
        }
        return JSON.convertValue(tree, PodTemplateSpec.class);
    }

    /// `main` in a template stands for the containers of the stages.
    private static ObjectNode overlay(ObjectNode base, @Nullable JsonNode template, List<Stage> stages) {
        if (!(template instanceof ObjectNode object)) {
            return base;
        }
        ObjectNode patch = object.deepCopy();
        if (patch.path("spec") instanceof ObjectNode spec) {
            ArrayNode sidecars = JsonNodeFactory.instance.arrayNode();
            ArrayNode containers = JsonNodeFactory.instance.arrayNode();
            for (JsonNode container : spec.path("containers")) {
                String name = container.path("name").asText();
                boolean any = name.equals("main");
                boolean ours = false;
                for (Stage stage : Stage.values()) {
                    if (name.equals(stage.word()) || (any && stages.contains(stage))) {
                        ours = true;
                        ObjectNode named = ((ObjectNode) container).deepCopy().put("name", stage.word());
                        if (has(base, "containers", stage)) {
                            containers.add(named);
                        } else if (has(base, "initContainers", stage)) {
                            sidecars.add(named);
                        }
                    }
                }
                if (!ours) {
                    containers.add(container);
                }
            }
            if (spec.has("containers")) {
                spec.set("containers", containers);
            }
            if (!sidecars.isEmpty()) {
                spec.path("initContainers").forEach(sidecars::add);
                spec.set("initContainers", sidecars);
            }
        }
        return StrategicMerge.merge(base, patch);
    }

    private static boolean has(ObjectNode base, String list, Stage stage) {
        for (JsonNode container : base.path("spec").path(list)) {
            if (container.path("name").asText().equals(stage.word())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable JsonNode container(StageOptions options) {
        if (options.image() == null && options.resources() == null) {
            return null;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode container =
                patch.putObject("spec").putArray("containers").addObject().put("name", "main");
        if (options.image() != null) {
            container.put("image", options.image());
        }
        if (options.resources() != null) {
            container.set("resources", options.resources());
        }
        return patch;
    }

    /// What templates must not change: who the pod is, when it ends, and that it has no way into the API.
    private PodTemplateSpec guarded(PodTemplateSpec pod, List<EnvVar> environment, Stage main) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (pod.getMetadata().getLabels() != null) {
            labels.putAll(pod.getMetadata().getLabels());
        }
        labels.putAll(labels(main));
        pod.getMetadata().setLabels(labels);
        boolean streaming = frozen.plan().mode() == RecipeSpec.Mode.STREAMING;
        pod.getSpec().setRestartPolicy(streaming ? "Always" : "Never");
        pod.getSpec().setAutomountServiceAccountToken(false);
        pod.getSpec().setEnableServiceLinks(false);
        List<Container> all = new ArrayList<>(pod.getSpec().getContainers());
        all.addAll(pod.getSpec().getInitContainers());
        for (Container container : all) {
            if (isStage(container.getName())) {
                List<EnvVar> merged = new ArrayList<>(environment);
                container.getEnv().stream()
                        .filter(other -> environment.stream()
                                .noneMatch(ours -> ours.getName().equals(other.getName())))
                        .forEach(merged::add);
                container.setEnv(merged);
            }
        }
        return pod;
    }

    private static boolean isStage(String name) {
        for (Stage stage : Stage.values()) {
            if (stage.word().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> labels(Stage stage) {
        return Labels.of(run.getSpec().recipeRef().name(), name, stage);
    }

    private @Nullable StageOptions options(Stage stage) {
        Stages stages = execution().stages();
        if (stages == null) {
            return null;
        }
        return switch (stage) {
            case EXTRACTOR -> stages.extractor();
            case TRANSFORM -> stages.transform();
            case WRITER -> stages.writer();
        };
    }

    private Execution execution() {
        return frozen.plan().execution();
    }
}
