package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.run.Datacook;
import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The five lines of docs/how-to/embed.md.
class EmbedTest {
    private static final Path PAGE =
            Path.of(System.getProperty("datacook.root", "..")).resolve("docs/how-to/embed.md");

    @TempDir
    private Path folder;

    @Test
    void fiveLinesLoadARecipe() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n2\n");
        Path file = Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: duckdb, path: shop.duckdb, table: orders }
                """);

        Recipe recipe = Recipe.load(file);
        RunReport report = Datacook.run(recipe);

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.totals().rowsWritten()).isEqualTo(2);
    }

    @Test
    void thePageShowsTheseLines() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        "Recipe recipe = Recipe.load(Path.of(\"orders.yaml\"));",
                        "RunReport report = Datacook.run(recipe);",
                        "report.outcome() == Outcome.SUCCEEDED",
                        "report.totals().rowsWritten()");
    }
}
