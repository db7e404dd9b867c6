package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Environment ENVIRONMENT = new Environment(Map.of(), 4);

    @TempDir
    private Path folder;

    @Test
    void aValueWinsOverAllFilesAndExplainSaysWhereItCameFrom() throws IOException {
        Recipe recipe = load("runtime.parallelism=8", "source.path=b.csv").orThrow();

        assertThat(recipe.runtime().parallelism()).isEqualTo(8);
        assertThat(Explain.text(recipe))
                .contains("# --set runtime.parallelism", "path: b.csv", "# --set source.path")
                .contains("recipe.yaml:2:17");
    }

    @Test
    void theLaterOfTwoWins() throws IOException {
        assertThat(load("name=first", "name=second").orThrow().name()).isEqualTo("second");
    }

    @Test
    void makesMappingsOnTheWay() throws IOException {
        assertThat(load("runtime.checkpoint.rows_max=7")
                        .orThrow()
                        .runtime()
                        .checkpoint()
                        .rowsMax())
                .isEqualTo(7);
    }

    @Test
    void takesListsMappingsAndShorthands() throws IOException {
        Recipe recipe = load(
                        "destination.merge_keys=[id, day]",
                        "destination.write_mode=merge",
                        "macros={ a: [ { type: trim } ] }",
                        "transform.use=a")
                .orThrow();

        assertThat(recipe.streams().getFirst().mode().toString()).contains("id", "day");
        assertThat(recipe.streams().getFirst().steps()).hasSize(2);
    }

    @Test
    void reachesItemsOfListsByNumber() throws IOException {
        Recipe recipe = load("transform.steps[0].columns=[amount]").orThrow();

        assertThat(Explain.json(recipe)).contains("--set transform.steps[0].columns");
    }

    @Test
    void aTextMayHoldWhatYamlWouldTakeForMore() throws IOException {
        assertThat(RecipeYaml.write(load("source.query=select a: b").orThrow())).contains("select a: b");
    }

    @Test
    void theDigestIsThatOfARecipeThatSaysTheSame() throws IOException {
        String set = load("source.path=b.csv").orThrow().digest();
        String written = load("name=orders", "source={ type: csv, path: b.csv }")
                .orThrow()
                .digest();

        assertThat(set).isEqualTo(written).isNotEqualTo(load().orThrow().digest());
    }

    @Test
    void saysWhatIsWrongWithASetting() throws IOException {
        problem("runtime.paralelism=8", "DC101 --set runtime.paralelism: 'paralelism' is not a key of runtime");
        problem("runtime.parallelism=many", "DC101 --set runtime.parallelism: runtime.parallelism is 'many'");
        problem("parallelism", "DC101 --set parallelism: this is no path with a value");
        problem("=8", "DC101 --set =8: this is no path with a value");
        problem("name.first=a", "DC101 --set name.first: the recipe has no such place");
        problem("transform.steps[7].type=trim", "DC101 --set transform.steps[7].type: the recipe has no such place");
        problem("destination.merge_keys=[id", "DC101 --set destination.merge_keys: what opens here does not close");
    }

    private void problem(String setting, String start) throws IOException {
        assertThat(load(setting).problems())
                .anySatisfy(problem -> assertThat(problem.describe()).startsWith(start));
    }

    private Resolution load(String... settings) throws IOException {
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, """
                name: orders
                source: { type: csv, path: a.csv }
                transform: { steps: [ { type: trim, columns: [name] } ] }
                destination: { type: parquet, path: out }
                """);
        return RecipeFiles.load(file, null, new Settings(List.of(settings)), ENVIRONMENT);
    }
}
