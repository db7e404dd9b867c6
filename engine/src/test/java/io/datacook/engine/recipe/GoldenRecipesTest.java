package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every folder with an `in-recipe.*` below `recipes/` is a case: what it resolves to is in `out-recipe.yaml`, or what
/// is wrong with it in `out-problems.txt`.
///
/// `GOLDEN_WRITE=1` in the environment writes what is missing; what is there is never overwritten.
class GoldenRecipesTest {
    static final Environment ENVIRONMENT = new Environment(
            Map.of(
                    "REGION", "eu",
                    "BATCH", "1234",
                    "PGPASSWORD", "hunter2",
                    "DATACOOK_SALT", "0123456789abcdef",
                    "DATACOOK_CONN_FROM_ENV", "postgres://reader:s%40cret@db.example:5433/sales?sslmode=require"),
            4);

    private static final Path FOLDER = Path.of("src/test/resources/recipes");

    @TestFactory
    Stream<DynamicTest> everyCaseGivesItsGoldenOutput() throws IOException {
        return cases().stream()
                .map(folder -> DynamicTest.dynamicTest(FOLDER.relativize(folder).toString(), () -> verify(folder)));
    }

    @Test
    void thereAreAtLeastFortyCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
    }

    private static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(GoldenRecipesTest::isRecipe)
                    .map(Path::getParent)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRecipe(Path file) {
        return file.getFileName().toString().matches("in-recipe\\.(yaml|json)");
    }

    private static void verify(Path folder) throws IOException {
        // Given
        Path recipe;
        try (Stream<Path> files = Files.list(folder)) {
            recipe = files.filter(GoldenRecipesTest::isRecipe).findFirst().orElseThrow();
        }

        // When
        Resolution resolution = RecipeCheck.load(recipe, null, Settings.NONE, ENVIRONMENT, FakeConnectors.catalog());

        // Then
        if (resolution.recipe() == null) {
            String problems = resolution.problems().stream()
                    .map(RecipeProblem::describe)
                    .collect(Collectors.joining("\n", "", "\n"))
                    .replace(folder + "/", "");
            assertThat(folder.resolve("out-recipe.yaml")).doesNotExist();
            compare(folder.resolve("out-problems.txt"), problems);
        } else {
            String written = RecipeYaml.write(resolution.recipe());
            assertThat(folder.resolve("out-problems.txt")).doesNotExist();
            compare(folder.resolve("out-recipe.yaml"), written);
            readsBack(written, resolution.recipe());
        }
    }

    /// What is written reads back the same.
    private static void readsBack(String written, Recipe recipe) {
        YamlReader.Documents documents = YamlReader.read("again.yaml", written.getBytes(StandardCharsets.UTF_8));
        assertThat(documents.problems()).isEmpty();
        assertThat(Canonical.digest((ConfigNode.Mapping) documents.documents().getFirst()))
                .isEqualTo(recipe.digest());
    }

    private static void compare(Path golden, String actual) throws IOException {
        if (System.getenv("GOLDEN_WRITE") != null && !Files.exists(golden)) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
