package io.datacook.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file below `cases` is an object that a real API server takes, or refuses with what its first line expects.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CasesTest {
    private static final Path FOLDER = ApiServer.root().resolve("crds/src/test/resources/cases");
    private static final String EXPECT = "# expect: ";

    private KubernetesClient client;
    private String namespace;

    @BeforeAll
    void connect() {
        client = ApiServer.client();
        namespace = ApiServer.namespace(client, "cases");
    }

    @AfterAll
    void close() {
        if (client != null) {
            client.close();
        }
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyRuleHasACase() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTakenOrRefused(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        if (name.startsWith("valid-")) {
            assertThat(dryRun(text).getMetadata().getUid()).isNotEmpty();
        } else {
            String expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
            assertThatThrownBy(() -> dryRun(text))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(expected);
        }
    }

    private GenericKubernetesResource dryRun(String text) {
        GenericKubernetesResource object = Serialization.unmarshal(text, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        return client.resource(object)
                .dryRun(true)
                .fieldValidation(Validation.STRICT)
                .create();
    }

    @Test
    void theSpecOfARunNeverChanges() {
        RecipeRun run = Serialization.unmarshal("""
                apiVersion: datacook.dev/v1alpha1
                kind: RecipeRun
                metadata: { name: fixed }
                spec: { recipeRef: { name: orders } }
                """, RecipeRun.class);
        run.getMetadata().setNamespace(namespace);
        client.resource(run).create();

        assertThatThrownBy(() -> client.resources(RecipeRun.class)
                        .inNamespace(namespace)
                        .withName("fixed")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"reason\":\"Backfill\"}}"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("never changes");
    }

    @Test
    void defaultsAreFilledInForTheClusterButNeverForTheRecipe() {
        String text = """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: small }
                spec:
                  source: { type: csv, path: a, incremental: {} }
                  destination: { type: csv, path: b }
                  runtime: {}
                """;
        GenericKubernetesResource made = dryRun(text);

        assertThat(made.<String>get("spec", "mode")).isEqualTo("Batch");
        assertThat(made.<String>get("spec", "execution", "layout")).isEqualTo("Split");
        assertThat(made.<Integer>get("spec", "retry", "backoff", "factor")).isEqualTo(2);
        assertThat(made.<Object>get("spec", "runtime")).asString().isEqualTo("{}");
        assertThat(made.<Object>get("spec", "source", "incremental")).asString().isEqualTo("{}");
    }

    @Test
    void scaleChangesTheLanes() {
        Recipe recipe = Serialization.unmarshal("""
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: wide }
                spec: { source: { type: csv, path: a }, destination: { type: csv, path: b } }
                """, Recipe.class);
        recipe.getMetadata().setNamespace(namespace);
        client.resource(recipe).create();

        client.resources(Recipe.class).inNamespace(namespace).withName("wide").scale(3);

        assertThat(client.resources(Recipe.class)
                        .inNamespace(namespace)
                        .withName("wide")
                        .get()
                        .getSpec()
                        .execution()
                        .laneCount())
                .isEqualTo(3);
    }
}
