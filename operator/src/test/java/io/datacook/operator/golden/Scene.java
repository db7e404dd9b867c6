package io.datacook.operator.golden;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.datacook.crds.Connection;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.operator.decide.RunObserved.Wish;
import io.datacook.operator.desired.Settings;
import io.datacook.operator.desired.Settings.NativeImages;
import io.datacook.operator.desired.Settings.NetworkPolicies;
import io.datacook.operator.desired.Settings.UrlParents;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.resolve.RecipeResolver;
import io.datacook.operator.state.RunView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What stands in the `in-*.yaml` files of a golden folder: objects, and in `in-scene.yaml` the rest.
///
/// @param objects in the order of their files
/// @param setting the rest
record Scene(List<HasMetadata> objects, Setting setting) {
    private static final String NAMESPACE = "shop";

    /// What no object says.
    ///
    /// @param now when
    /// @param subject `recipe/<name>`, `run/<name>` or `connection/<name>`
    /// @param show `decision`, `objects` or both
    /// @param wish what is wanted of the run
    /// @param state what the state service says of the run; absent if it never heard of it
    /// @param stateDown why the state service does not answer, if it does not
    /// @param started stages whose pods are there, for `objects`; all if absent
    /// @param urlParents whether recipes may extend URLs
    /// @param networkPolicies whether runs have network policies
    /// @param metricsNamespace who reads metrics
    /// @param nativeImages whether there are native images
    record Setting(
            @JsonProperty("now") String now,
            @JsonProperty("subject") String subject,
            @JsonProperty("show") List<String> show,
            @JsonProperty("wish") @Nullable Wish wish,
            @JsonProperty("state") @Nullable RunView state,
            @JsonProperty("stateDown") @Nullable String stateDown,
            @JsonProperty("started") @Nullable List<Stage> started,
            @JsonProperty("urlParents") @Nullable String urlParents,
            @JsonProperty("networkPolicies") @Nullable String networkPolicies,
            @JsonProperty("metricsNamespace") @Nullable String metricsNamespace,
            @JsonProperty("nativeImages") @Nullable String nativeImages) {
        Instant instant() {
            return Instant.parse(now);
        }

        String kind() {
            return subject.substring(0, subject.indexOf('/'));
        }

        String name() {
            return subject.substring(subject.indexOf('/') + 1);
        }

        Settings settings() {
            Map<Stage, String> images = new LinkedHashMap<>();
            for (Stage stage : Stage.values()) {
                images.put(stage, "localhost/datacook/%s-service:1".formatted(stage.word()));
            }
            return new Settings(
                    images,
                    "IfNotPresent",
                    "http://datacook-state.datacook-system.svc:8080",
                    "datacook-state",
                    "off".equals(networkPolicies) ? NetworkPolicies.OFF : NetworkPolicies.ON,
                    metricsNamespace,
                    "allowed".equals(urlParents) ? UrlParents.ALLOWED : UrlParents.REFUSED,
                    "present".equals(nativeImages) ? NativeImages.PRESENT : NativeImages.ABSENT);
        }
    }

    static Scene read(Path folder) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("in-"))
                    .filter(file -> !file.endsWith("in-scene.yaml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (String document : Files.readString(file).split("(?m)^---$", -1)) {
                if (!document.isBlank()) {
                    HasMetadata object = parse(document);
                    complete(object);
                    objects.add(object);
                }
            }
        }
        Setting setting = Serialization.unmarshal(Files.readString(folder.resolve("in-scene.yaml")), Setting.class);
        return new Scene(objects, setting);
    }

    private static HasMetadata parse(String document) {
        HasMetadata any = Serialization.unmarshal(document, HasMetadata.class);
        return switch (any.getKind()) {
            case "Recipe" -> Serialization.unmarshal(document, Recipe.class);
            case "RecipeRun" -> Serialization.unmarshal(document, RecipeRun.class);
            case "Connection" -> Serialization.unmarshal(document, Connection.class);
            default -> any;
        };
    }

    /// What an API server would have filled in.
    private static void complete(HasMetadata object) {
        object.getMetadata().setNamespace(NAMESPACE);
        if (object.getMetadata().getUid() == null) {
            object.getMetadata().setUid("uid-" + object.getMetadata().getName());
        }
        if (object.getMetadata().getCreationTimestamp() == null) {
            object.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
        }
        if (object.getMetadata().getGeneration() == null) {
            object.getMetadata().setGeneration(1L);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> @Nullable T find(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    List<RecipeRun> runs(String recipe) {
        return all(RecipeRun.class).stream()
                .filter(run -> run.getSpec().recipeRef().name().equals(recipe))
                .toList();
    }

    RecipeResolver resolver() {
        return new RecipeResolver(
                new RecipeResolver.Lookup() {
                    @Override
                    public @Nullable Recipe recipe(String name) {
                        return find(Recipe.class, name);
                    }

                    @Override
                    public @Nullable Connection connection(String name) {
                        return find(Connection.class, name);
                    }
                },
                setting.settings().urlParents());
    }
}
