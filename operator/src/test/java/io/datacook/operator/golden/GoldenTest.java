package io.datacook.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.Connection;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.operator.decide.ConnectionDecider;
import io.datacook.operator.decide.Freezer;
import io.datacook.operator.decide.Notice;
import io.datacook.operator.decide.RecipeDecider;
import io.datacook.operator.decide.RecipeDecision;
import io.datacook.operator.decide.RunDecider;
import io.datacook.operator.decide.RunDecision;
import io.datacook.operator.decide.RunObserved;
import io.datacook.operator.decide.RunObserved.Answer;
import io.datacook.operator.decide.RunObserved.Wish;
import io.datacook.operator.desired.DesiredRun;
import io.datacook.operator.desired.Frozen;
import io.datacook.operator.desired.Stage;
import io.datacook.operator.resolve.Resolved;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each folder below `golden` is a case: what is seen goes in, what should be comes out.
///
/// `-Ddatacook.update=true` writes the `out-*.yaml` files anew, to be read before they are committed.
class GoldenTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("datacook.root", "..")).resolve("operator/src/test/resources/golden");

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesOutAsWritten(String name) throws IOException {
        Path folder = FOLDER.resolve(name);
        Scene scene = Scene.read(folder);

        Map<String, Object> out =
                switch (scene.setting().kind()) {
                    case "recipe" -> recipe(scene);
                    case "run" -> run(scene);
                    case "connection" -> connection(scene);
                    default ->
                        throw new IllegalArgumentException(scene.setting().subject());
                };

        for (Map.Entry<String, Object> file : out.entrySet()) {
            Path path = folder.resolve("out-%s.yaml".formatted(file.getKey()));
            String text = Serialization.asYaml(file.getValue());
            if (Boolean.getBoolean("datacook.update")) {
                Files.writeString(path, text);
            }
            assertThat(text).as("%s of %s", path.getFileName(), name).isEqualTo(Files.readString(path));
        }
    }

    private static Map<String, Object> recipe(Scene scene) {
        Recipe recipe =
                Objects.requireNonNull(scene.find(Recipe.class, scene.setting().name()));
        Resolved resolved = scene.resolver().resolve(recipe);
        RecipeDecision decision = RecipeDecider.decide(
                recipe,
                resolved,
                scene.runs(recipe.getMetadata().getName()),
                scene.setting().instant());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("create", decision.create());
        shown.put("stop", decision.stop());
        shown.put("delete", decision.delete());
        shown.put("lookAgain", String.valueOf(decision.lookAgain()));
        shown.put("notices", notices(decision.notices()));
        shown.put("status", decision.status());
        return Map.of("decision", shown);
    }

    private static Map<String, Object> connection(Scene scene) {
        Connection connection = Objects.requireNonNull(
                scene.find(Connection.class, scene.setting().name()));
        return Map.of(
                "status",
                ConnectionDecider.decide(
                        connection,
                        scene.all(Recipe.class).size(),
                        scene.setting().instant()));
    }

    private static Map<String, Object> run(Scene scene) {
        RecipeRun run = Objects.requireNonNull(
                scene.find(RecipeRun.class, scene.setting().name()));
        String owner = run.getSpec().recipeRef().name();
        Recipe recipe = Objects.requireNonNull(scene.find(Recipe.class, owner));
        Resolved resolved = scene.resolver().resolve(recipe);
        if (!(resolved instanceof Resolved.Ready runnable)) {
            return Map.of("decision", String.valueOf(resolved));
        }
        Frozen frozen = Freezer.freeze(
                recipe, runnable, run, scene.runs(owner), scene.setting().settings());
        Map<String, Object> out = new LinkedHashMap<>();
        RunDecision decision = RunDecider.decide(run, observed(scene, frozen));
        if (scene.setting().show().contains("decision")) {
            out.put("decision", shown(decision));
        }
        if (scene.setting().show().contains("objects")) {
            Set<Stage> started = scene.setting().started() == null
                    ? EnumSet.allOf(Stage.class)
                    : Set.copyOf(scene.setting().started());
            List<HasMetadata> objects =
                    DesiredRun.objects(scene.setting().settings(), frozen, run, started, decision.activity());
            out.put("objects", objects);
        }
        if (scene.setting().show().contains("config")) {
            out.put("config", frozen.toConfigMap(run));
        }
        return out;
    }

    private static RunObserved observed(Scene scene, Frozen frozen) {
        Scene.Setting setting = scene.setting();
        Answer answer = setting.stateDown() == null
                ? new Answer.Known(setting.state())
                : new Answer.Unavailable(setting.stateDown());
        return new RunObserved(
                frozen,
                scene.all(Job.class),
                scene.all(StatefulSet.class),
                scene.all(Pod.class),
                answer,
                setting.wish() == null ? Wish.WORK : setting.wish(),
                setting.instant());
    }

    private static Map<String, Object> shown(RunDecision decision) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(
                "started", decision.started().stream().map(Stage::word).sorted().toList());
        shown.put("activity", decision.activity());
        shown.put(
                "forceDelete",
                decision.forceDelete().stream()
                        .map(pod -> pod.getMetadata().getName())
                        .toList());
        shown.put("cancel", decision.cancel());
        shown.put("lookAgain", String.valueOf(decision.lookAgain()));
        shown.put("notices", notices(decision.notices()));
        shown.put("status", decision.status());
        return shown;
    }

    private static List<String> notices(List<Notice> notices) {
        List<String> texts = new ArrayList<>();
        notices.forEach(
                notice -> texts.add("%s %s: %s".formatted(notice.type().word(), notice.reason(), notice.message())));
        return texts;
    }
}
