package io.datacook.operator.desired;

import io.datacook.crds.Execution.Layout;
import io.datacook.operator.desired.Frozen.SecretFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A stage pod's volumes: the recipe, the secrets of its own stages, a token for the state service, room to work.
final class StageVolumes {
    /// How long the token for the state service is good; the kubelet renews it.
    private static final long TOKEN_SECONDS = 3600;

    private static final int READ_BY_GROUP = 0440;

    private StageVolumes() {}

    /// The volumes of a pod that runs these stages.
    static List<Volume> of(Settings settings, Frozen frozen, String run, List<Stage> stages) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(recipe(run));
        Set<String> named = new LinkedHashSet<>();
        for (Stage stage : stages) {
            String name = secretVolume(frozen, stage);
            if (!secrets(frozen, stage).isEmpty() && named.add(name)) {
                volumes.add(secretVolume(name, secrets(frozen, stage)));
            }
        }
        volumes.add(token(settings));
        if (frozen.plan().execution().layout() == Layout.FUSED) {
            for (Stage stage : stages) {
                volumes.add(empty("work-" + stage.word(), null));
                volumes.add(empty("tmp-" + stage.word(), null));
            }
            volumes.add(empty("sockets", "Memory"));
        } else {
            volumes.add(empty("work", null));
            volumes.add(empty("tmp", null));
        }
        return volumes;
    }

    /// The files a stage needs; the one container of layout Process needs those of all stages.
    static List<SecretFile> secrets(Frozen frozen, Stage stage) {
        Map<Stage, List<SecretFile>> byStage = frozen.plan().secrets();
        if (frozen.plan().execution().layout() != Layout.PROCESS) {
            return byStage.getOrDefault(stage, List.of());
        }
        Set<SecretFile> all = new LinkedHashSet<>();
        for (Stage each : Stage.values()) {
            all.addAll(byStage.getOrDefault(each, List.of()));
        }
        return List.copyOf(all);
    }

    static String secretVolume(Frozen frozen, Stage stage) {
        return frozen.plan().execution().layout() == Layout.FUSED ? "secrets-" + stage.word() : "secrets";
    }

    private static Volume recipe(String run) {
        List<KeyToPath> items = Frozen.POD_KEYS.stream()
                .map(key -> new KeyToPathBuilder().withKey(key).withPath(key).build())
                .toList();
        return new VolumeBuilder()
                .withName("recipe")
                .withNewConfigMap()
                .withName(run)
                .withItems(items)
                .endConfigMap()
                .build();
    }

    /// One projected volume for all Secrets: `<connection>/<option>` whatever Secret it comes from.
    private static Volume secretVolume(String name, List<SecretFile> files) {
        Map<String, List<KeyToPath>> bySecret = new TreeMap<>();
        for (SecretFile file : files) {
            bySecret.computeIfAbsent(file.secret(), _ -> new ArrayList<>())
                    .add(new KeyToPathBuilder()
                            .withKey(file.key())
                            .withPath(file.path())
                            .build());
        }
        List<VolumeProjection> sources = bySecret.entrySet().stream()
                .map(secret -> new VolumeProjectionBuilder()
                        .withNewSecret()
                        .withName(secret.getKey())
                        .withItems(secret.getValue())
                        .endSecret()
                        .build())
                .toList();
        return new VolumeBuilder()
                .withName(name)
                .withNewProjected()
                .withDefaultMode(READ_BY_GROUP)
                .withSources(sources)
                .endProjected()
                .build();
    }

    private static Volume token(Settings settings) {
        return new VolumeBuilder()
                .withName("token")
                .withNewProjected()
                .withDefaultMode(READ_BY_GROUP)
                .addNewSource()
                .withNewServiceAccountToken()
                .withAudience(settings.tokenAudience())
                .withExpirationSeconds(TOKEN_SECONDS)
                .withPath("token")
                .endServiceAccountToken()
                .endSource()
                .endProjected()
                .build();
    }

    private static Volume empty(String name, @Nullable String medium) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withMedium(medium)
                .endEmptyDir()
                .build();
    }
}
