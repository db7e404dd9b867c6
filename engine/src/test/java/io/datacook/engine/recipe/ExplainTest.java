package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    @TempDir
    Path folder;

    private Recipe recipe = emptyRecipe();

    @BeforeEach
    void loadARecipeOfThreeFiles() throws IOException {
        Files.writeString(folder.resolve("base.yaml"), "runtime: { batch_size: 7 }\nextends: datacook://audit\n");
        Files.writeString(folder.resolve("connections.yaml"), "db: { type: postgres, host: db, password: hunter2 }\n");
        recipe = load("""
                extends: base.yaml
                name: a
                source: { conn_id: db, table: t, user: "${env:NAME_OF_USER}" }
                destination: { type: parquet, path: "out/{{ run.id }}" }
                """);
    }

    @Test
    void everyValueShowsWhereItCameFrom() {
        // When
        String text = Explain.text(recipe).replace(folder + "/", "");

        // Then
        assertThat(text.lines().map(line -> line.replaceAll(" {2,}#", " #")))
                .startsWith("# " + recipe.digest(), "name: a # recipe.yaml:2:7")
                .contains(
                        "  conn_id: db # recipe.yaml:3:20",
                        "  user: \"${env:NAME_OF_USER}\" # recipe.yaml:3:40",
                        "    - type: audit # datacook://audit:4:13",
                        "  path: \"out/{{ run.id }}\" # recipe.yaml:4:37",
                        "  batch_size: 7 # base.yaml:1:24",
                        "  max_retries: 5 # default",
                        "    host: db # connections.yaml:1:29");
    }

    @Test
    void whatIsExplainedIsYaml() throws IOException {
        YamlReader.Documents documents =
                YamlReader.read("explained", Explain.text(recipe).getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(documents.problems()).isEmpty();
        assertThat(documents.documents()).hasSize(1);
    }

    @Test
    void secretsInClearAreStars() {
        assertThat(Explain.text(recipe) + Explain.json(recipe) + RecipeYaml.write(recipe))
                .doesNotContain("hunter2")
                .contains("******");
    }

    @Test
    void machinesReadTheSame() throws IOException {
        JsonNode json = new ObjectMapper().readTree(Explain.json(recipe));

        assertThat(json.path("digest").asText()).isEqualTo(recipe.digest());
        JsonNode batchSize = StreamSupport.stream(json.path("values").spliterator(), false)
                .filter(value -> value.path("path").asText().equals("runtime.batch_size"))
                .findFirst()
                .orElseThrow();
        assertThat(batchSize.path("value").asInt()).isEqualTo(7);
        assertThat(batchSize.path("file").asText()).endsWith("base.yaml");
        assertThat(batchSize.path("line").asInt()).isEqualTo(1);
        assertThat(batchSize.path("column").asInt()).isEqualTo(24);
    }

    private Recipe load(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), text);
        return RecipeFiles.load(file, new Environment(Map.of(), 1)).orThrow();
    }

    private static Recipe emptyRecipe() {
        return RecipeFiles.read(
                        "name: x\nsource: { type: csv }\ndestination: { type: csv }\n",
                        "x",
                        null,
                        new Environment(Map.of(), 1))
                .orThrow();
    }
}
