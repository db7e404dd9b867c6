package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every recipe below `broken/` is reported with place, reason and a way out, and none throws.
class BrokenRecipesTest {
    private static final Path FOLDER = Path.of("src/test/resources/broken");
    private static final Pattern CATALOG = Pattern.compile("(; known are|; its keys are|; it can|; shipped are) .*");

    @TestFactory
    Stream<DynamicTest> everyBrokenRecipeIsReportedAsExpected() throws IOException {
        return recipes().stream()
                .map(recipe -> DynamicTest.dynamicTest(String.valueOf(recipe.getFileName()), () -> {
                    // When
                    Resolution resolution = RecipeCheck.load(
                            recipe, null, Settings.NONE, new Environment(Map.of(), 4), FakeConnectors.catalog());

                    // Then
                    assertThat(resolution.recipe()).isNull();
                    assertThat(resolution.problems())
                            .allSatisfy(problem -> assertThat(problem.place().file())
                                    .matches("(src/test/resources/broken/|datacook://).*")
                                    .as("the place of %s", problem));
                    compare(recipe, shown(resolution.problems()));
                }));
    }

    @Test
    void thereAreAtLeastSixtyOfThem() throws IOException {
        assertThat(recipes()).hasSizeGreaterThanOrEqualTo(60);
    }

    private static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static String shown(List<RecipeProblem> problems) {
        return problems.stream()
                .map(RecipeProblem::describe)
                .flatMap(String::lines)
                .map(line -> CATALOG.matcher(line.replace(FOLDER + "/", "")).replaceFirst(""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void compare(Path recipe, String actual) throws IOException {
        Path expected = Path.of(recipe.toString().replace(".yaml", ".expected"));
        if (System.getenv("GOLDEN_WRITE") != null && !Files.exists(expected)) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }
}
