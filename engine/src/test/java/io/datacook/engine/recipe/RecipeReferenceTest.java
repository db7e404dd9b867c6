package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference page says what the code does. `GOLDEN_WRITE=1` writes the tables anew.
class RecipeReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/recipe.md");
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->";

    @Test
    void theTablesOfThePageAreFresh() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (System.getenv("GOLDEN_WRITE") != null) {
            page = page.substring(0, from) + RecipeReference.tables() + "\n" + page.substring(to);
            Files.writeString(PAGE, page);
            to = page.indexOf(END);
        }

        assertThat(page.substring(from, to)).isEqualTo(RecipeReference.tables() + "\n");
    }

    @Test
    void everyRuleTemplateAndCookbookIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        for (Rule rule : Rule.values()) {
            assertThat(page).contains("| `" + rule.word() + "` |");
        }
        assertThat(Templates.RUN_NAMES).allSatisfy(name -> assertThat(page).contains("`{{ " + name + " }}`"));
        assertThat(Cookbooks.NAMES).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
