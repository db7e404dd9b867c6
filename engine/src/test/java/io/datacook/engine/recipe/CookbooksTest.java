package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Shipped recipes fit the steps that ship with them.
class CookbooksTest {
    private static final Environment ENVIRONMENT = new Environment(Map.of("DATACOOK_SALT", "0123456789abcdef"), 1);

    @ParameterizedTest
    @ValueSource(strings = {"audit", "pseudonymize", "anonymize", "clean_numeric"})
    void theStepsOfACookbookBindToTheRealStepTypes(String cookbook) {
        // Given
        Recipe recipe = RecipeFiles.read("""
                        extends: datacook://%s
                        name: a
                        vars: { %s_columns: [email] }
                        source: { type: csv, path: a.csv }
                        destination: { type: csv, path: out }
                        """.formatted(cookbook, cookbook), "recipe.yaml", null, ENVIRONMENT)
                .orThrow();

        // When
        List<RecipeProblem> problems = RecipeCheck.check(recipe, Catalog.load(), ENVIRONMENT.secrets(recipe.folder()));

        // Then
        assertThat(recipe.streams().getFirst().steps()).hasSize(1);
        assertThat(problems).noneMatch(problem -> problem.message().contains("transform"));
    }

    @Test
    void everyCookbookReads() {
        for (String name : Cookbooks.NAMES) {
            String recipe = "extends: datacook://%s\nname: a\nvars: { %s_columns: [x] }\n".formatted(name, name)
                    + "source: { type: csv, path: a }\ndestination: { type: csv, path: b }\n";

            assertThat(RecipeFiles.read(recipe, "recipe.yaml", null, ENVIRONMENT)
                            .problems())
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void theStepsThatShipKeepTheNamesOfManifests() {
        assertThat(RecipeSchema.misnamedMaps(Catalog.load())).isEmpty();
        assertThat(RecipeSchema.undocumented(Catalog.load())).isEmpty();
    }
}
