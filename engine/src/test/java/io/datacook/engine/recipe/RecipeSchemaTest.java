package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RecipeSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECIPES = Path.of("src/test/resources/recipes");

    private final JsonSchemas schema = new JsonSchemas(root());

    @TestFactory
    Stream<DynamicTest> everyGoldenRecipeThatResolvesIsValid() throws IOException {
        return files("in-recipe.yaml")
                .filter(file -> Files.exists(sibling(file, "out-recipe.yaml")))
                .flatMap(file -> documents(file).stream()
                        .map(document -> DynamicTest.dynamicTest(
                                file.toString(),
                                () -> assertThat(schema.errors(document)).isEmpty())));
    }

    @TestFactory
    Stream<DynamicTest> everyResolvedRecipeIsValid() throws IOException {
        return files("out-recipe.yaml")
                .map(file -> DynamicTest.dynamicTest(
                        file.toString(),
                        () -> assertThat(schema.errors(documents(file).getFirst()))
                                .isEmpty()));
    }

    @Test
    void editorsSeeWhatIsWrong() {
        assertThat(errors("{ name: a, destinaton: {} }")).contains(".destinaton is not allowed");
        assertThat(errors("{ runtime: { batch_size: 0 } }")).contains(".runtime.batch_size fits no form");
        assertThat(errors("{ source: { type: csv, pth: a } }")).contains(".source.pth is not allowed");
        assertThat(errors("{ destination: { type: parquet, compression: zst } }"))
                .contains(".destination.compression fits no form");
        assertThat(errors("{ transform: { steps: [ { type: cast, on_eror: fail } ] } }"))
                .contains(".transform.steps fits no form");
        assertThat(errors("{ runtime: { batch_size: \"{{ env.SIZE }}\" } }")).isEqualTo("[]");
    }

    @Test
    void theSameCatalogGivesTheSameText() {
        assertThat(RecipeSchema.write(FakeConnectors.catalog()))
                .isEqualTo(RecipeSchema.write(FakeConnectors.catalog()))
                .endsWith("}\n");
    }

    @Test
    void everyCommonKeyIsDescribed() {
        JsonNode keys = root().path("$defs");

        assertThat(keys.has("recipe")).isTrue();
        for (JsonNode section : keys) {
            section.path("properties").properties().forEach(property -> {
                boolean described =
                        property.getValue().isBoolean() || property.getValue().has("description");
                assertThat(described).as(property.getKey()).isTrue();
            });
        }
    }

    @Test
    void aSoundCatalogHasNothingToComplainAbout() {
        assertThat(RecipeSchema.misnamedMaps(FakeConnectors.catalog())).isEmpty();
        assertThat(RecipeSchema.undocumented(FakeConnectors.catalog())).isEmpty();
    }

    private String errors(String recipe) {
        return schema.errors(documents(recipe.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .getFirst())
                .toString();
    }

    private static JsonNode root() {
        try {
            return JSON.readTree(RecipeSchema.write(FakeConnectors.catalog()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(RECIPES)) {
            return files.filter(file -> file.endsWith(name)).sorted().toList().stream();
        }
    }

    private static Path sibling(Path file, String name) {
        return Objects.requireNonNull(file.getParent()).resolve(name);
    }

    private static List<JsonNode> documents(Path file) {
        try {
            return documents(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> documents(byte[] yaml) {
        return YamlReader.read("x", yaml).documents().stream()
                .map(RecipeSchemaTest::json)
                .filter(document -> !document.path("kind").asText().equals("ConfigMap"))
                .toList();
    }

    private static JsonNode json(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> {
                ObjectNode object = JSON.createObjectNode();
                mapping.entries().stream()
                        .filter(entry ->
                                !(entry.value() instanceof Scalar scalar && scalar.kind() == ConfigNode.Kind.NULL))
                        .forEach(entry -> object.set(entry.key(), json(entry.value())));
                yield object;
            }
            case Sequence sequence -> {
                ArrayNode array = JSON.createArrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Scalar scalar ->
                switch (scalar.kind()) {
                    case TEXT -> JSON.getNodeFactory().textNode(scalar.text());
                    case INTEGER -> JSON.getNodeFactory().numberNode(Long.parseLong(scalar.text()));
                    case DECIMAL -> JSON.getNodeFactory().numberNode(Double.parseDouble(scalar.text()));
                    case BOOLEAN -> JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(scalar.text()));
                    case NULL -> JSON.getNodeFactory().nullNode();
                };
        };
    }
}
