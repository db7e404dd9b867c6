package io.datacook.operator.desired;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.datacook.crds.Execution;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunStatus.ChosenRuntime;
import io.datacook.crds.RecipeSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recipe as it was when its run began: kept in the run's ConfigMap, which never changes, so that all pods of a run
/// do the same whatever happens to the recipe meanwhile.
///
/// @param digest of the resolved recipe
/// @param recipeYaml the resolved recipe
/// @param connectionsYaml its connections, secrets as paths of mounted files
/// @param plan what else the pods are made from
public record Frozen(String digest, String recipeYaml, String connectionsYaml, Plan plan) {
    private static final String RECIPE = "recipe.yaml";
    private static final String CONNECTIONS = "connections.yaml";
    private static final String PLAN = "run.json";
    private static final String DIGEST = "digest";

    /// Keys of the ConfigMap that pods see.
    public static final List<String> POD_KEYS = List.of(RECIPE, CONNECTIONS);

    /// What the pods are made from besides the recipe.
    ///
    /// @param mode whether the run ends
    /// @param execution how its pods are made
    /// @param secrets files each stage needs
    /// @param runtime which images they are made from
    public record Plan(
            @JsonProperty("mode") RecipeSpec.Mode mode,
            @JsonProperty("execution") Execution execution,
            @JsonProperty("secrets") Map<Stage, List<SecretFile>> secrets,
            @JsonProperty("runtime") ChosenRuntime runtime) {
        public Plan {
            runtime = runtime == null ? ChosenRuntime.JVM : runtime;
            secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
        }
    }

    /// A key of a Secret as a file below `/etc/datacook/secrets`.
    ///
    /// @param secret its name
    /// @param key in it
    /// @param path of the file, `<connection>/<option>` or `<secret>/<key>`
    public record SecretFile(
            @JsonProperty("secret") String secret,
            @JsonProperty("key") String key,
            @JsonProperty("path") String path) {}

    /// The run's ConfigMap.
    public ConfigMap toConfigMap(RecipeRun run) {
        String recipe = run.getSpec().recipeRef().name();
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(run.getMetadata().getName())
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.of(recipe, run.getMetadata().getName()))
                .withOwnerReferences(Owners.of(run))
                .endMetadata()
                .withImmutable(true)
                .addToData(RECIPE, recipeYaml)
                .addToData(CONNECTIONS, connectionsYaml)
                .addToData(DIGEST, digest)
                .addToData(PLAN, Serialization.asJson(plan))
                .build();
    }

    /// What a ConfigMap holds, or `null` if it is none of ours.
    public static @Nullable Frozen of(ConfigMap map) {
        Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
        String recipe = data.get(RECIPE);
        String plan = data.get(PLAN);
        String digest = data.get(DIGEST);
        if (recipe == null || plan == null || digest == null) {
            return null;
        }
        try {
            Plan read = Serialization.unmarshal(plan, Plan.class);
            return new Frozen(digest, recipe, data.getOrDefault(CONNECTIONS, ""), read);
        } catch (KubernetesClientException e) {
            return null;
        }
    }
}
