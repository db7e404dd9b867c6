package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.session.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that look and change nothing.
class LookingCommandsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id,customer,price\n1,ann,1.50\n2,bob,2.25\n3,,9.00\n");
        Files.writeString(folder.resolve("base.yaml"), """
                name: base
                destination: { type: duckdb, path: shop.duckdb, table: orders, write_mode: merge, merge_keys: [id] }
                """);
        Files.writeString(folder.resolve("orders.yaml"), """
                extends: base.yaml
                name: orders
                source:
                  type: csv
                  path: orders.csv
                  incremental: { strategy: cursor, cursor_column: id }
                transform:
                  steps:
                    - { type: rename_columns, mapping: { customer: buyer } }
                """);
    }

    private CliRun.Result datacook(String... args) {
        return CliRun.in(folder).run(args);
    }

    private List<Path> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    /// Texts for people are compared whole with a file, the temporary folder and the digest replaced.
    private void matches(String golden, CliRun.Result result) throws IOException {
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        String text =
                result.out().replace(folder.toString(), "FOLDER").replaceAll("sha256:[0-9a-f]{64}", "sha256:DIGEST");
        Path file = Path.of("src/test/resources/golden/" + golden);
        if (System.getProperty("golden.write") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @Test
    void planShowsWhatARunWouldDo() throws IOException {
        List<Path> before = tree();

        matches("plan-first.txt", datacook("plan", "orders.yaml"));

        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void planKnowsWhatIsThereAlready() throws IOException {
        // Given
        datacook("run", "orders.yaml");
        Files.writeString(folder.resolve("orders.csv"), "id,customer,price,note\n4,joe,1.50,new column\n");

        // Then
        matches("plan-second.txt", datacook("plan", "orders.yaml"));
    }

    @Test
    void planIsThereForProgramsToo() {
        // When
        CliRun.Result json = datacook("plan", "orders.yaml", "-o", "json");

        // Then
        assertThat(Documents.readYaml(json.out())).isNotNull();
        assertThat(json.out())
                .contains("\"write_mode\": \"merge\"", "\"name\": \"buyer\"", "\"reads\": \"rows with a higher id\"");
    }

    @Test
    void explainNamesThePlaceOfEveryValue() throws IOException {
        matches("explain.txt", datacook("explain", "orders.yaml"));
        assertThat(datacook("explain", "orders.yaml", "-o", "json").out()).contains("base.yaml\"", "merge_keys");
        assertThat(datacook("explain", "orders.yaml", "--plain").out()).contains("write_mode: merge");
    }

    @Test
    void showStateAfterARun() throws IOException {
        // Given
        datacook("run", "orders.yaml");
        CliRun.Result shown = datacook("show-state", "orders.yaml");

        // Then
        matches(
                "show-state.txt",
                new CliRun.Result(
                        shown.exit(), shown.out().replaceAll("2026-11-21T08:30:00\\.\\d+Z", "TIME"), shown.err()));
    }

    @Test
    void previewShowsRowsAsTheyWouldArrive() throws IOException {
        List<Path> before = tree();

        matches("preview.txt", datacook("preview", "orders.yaml", "--rows", "2"));

        assertThat(datacook("preview", "orders.yaml", "--rows", "1", "-o", "json")
                        .out())
                .isEqualTo("{\"id\":1,\"buyer\":\"ann\",\"price\":\"1.50\"}\n");
        assertThat(datacook("preview", "orders.yaml", "--rows", "0").exit()).isEqualTo(2);
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void checkLooksAtEverySystem() {
        // When
        CliRun.Result good = datacook("check", "orders.yaml");
        folder.resolve("orders.csv").toFile().delete();
        CliRun.Result bad = datacook("check", "orders.yaml");

        // Then
        assertThat(good.exit()).isZero();
        assertThat(good.out()).contains("✓ state", "✓ source", "✓ destination", "3 columns", "not there yet");
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.out()).contains("✗ source", "✓ destination");
        assertThat(bad.err()).contains("DC104", "orders.csv");
    }

    @Test
    void discoverShowsColumns() {
        // When
        CliRun.Result recipe = datacook("discover", "orders.yaml");
        CliRun.Result path = datacook("discover", "--from", "orders.csv");
        CliRun.Result json = datacook("discover", "--from", "csv:orders.csv", "-o", "json");

        // Then
        assertThat(recipe.out()).contains("orders  3 columns").containsPattern("customer +string");
        assertThat(path.out()).isEqualTo(recipe.out());
        assertThat(json.out()).contains("\"name\": \"customer\"");
        assertThat(datacook("discover").exit()).isEqualTo(2);
        assertThat(datacook("discover", "--from", "orders.xyz").err()).contains("DC106", ".parquet");
    }

    @Test
    void validateTakesManyRecipesAndShowsAllProblems() throws IOException {
        // Given
        Files.writeString(folder.resolve("bad.yaml"), "name: bad\nsorce: { type: csv }\n");

        // When
        CliRun.Result good = datacook("validate", "orders.yaml");
        CliRun.Result both = datacook("validate", "orders.yaml", "bad.yaml");
        CliRun.Result json = datacook("validate", "orders.yaml", "bad.yaml", "-o", "json");

        // Then
        assertThat(good.out()).contains("✓ orders.yaml is valid", "1 stream", "sha256:");
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.out()).contains("✓ orders.yaml");
        assertThat(both.err()).contains("bad.yaml:2:1", "Did you mean 'source'?", "destination");
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.err()).isEmpty();
        assertThat(json.out()).contains("\"valid\": true", "\"valid\": false", "\"line\": 2");
    }

    @Test
    void listsSchemaAndConnectors() {
        assertThat(datacook("list-connectors").out()).contains("csv", "duckdb", "postgres", "merge");
        assertThat(datacook("list-connectors", "-o", "json").out()).contains("\"destination\": [");
        assertThat(datacook("schema").out()).contains("\"$schema\"", "merge_keys");
    }

    @Test
    void importJobTurnsADativoJobIntoARecipe() throws IOException {
        // Given
        Files.writeString(folder.resolve("csv.yaml"), "name: csv\ntype: csv\n");
        Files.writeString(folder.resolve("parquet.yaml"), "name: parquet\ntype: parquet\n");
        Files.writeString(folder.resolve("job.yaml"), """
                tenant_id: acme
                source_connector_path: csv.yaml
                target_connector_path: parquet.yaml
                source: { files: [ { path: orders.csv } ] }
                target: { path: out }
                """);

        // When
        CliRun.Result printed = datacook("import-job", "job.yaml");
        CliRun.Result written = datacook("import-job", "job.yaml", "--to", "recipes/orders.yaml");
        CliRun.Result again = datacook("import-job", "job.yaml", "--to", "recipes/orders.yaml");

        // Then
        assertThat(printed.out()).contains("tenant: acme", "type: csv");
        assertThat(written.exit()).isZero();
        assertThat(folder.resolve("recipes/orders.yaml")).hasContent(printed.out());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("there already");
    }

    @Test
    void namesThatOnlyARunCanFillAreCheckedAsTheyWillBe() throws IOException {
        // Given
        Files.writeString(folder.resolve("many.yaml"), """
                name: many
                source: { type: csv, streams: [ { name: orders, path: orders.csv } ] }
                destination: { type: postgres, url: "postgres://a@b/c", table: "public.{{ stream.name }}" }
                """);
        Files.writeString(folder.resolve("wrong.yaml"), """
                name: wrong
                source: { type: csv, path: orders.csv }
                destination: { type: postgres, url: "postgres://a@b/c", table: "a.b.{{ stream.name }}" }
                """);

        // Then
        assertThat(datacook("validate", "many.yaml").exit()).isZero();
        assertThat(datacook("validate", "wrong.yaml").err()).contains("wrong.yaml:3:64", "is no table name");
    }

    @Test
    void aValueOfTheCommandLineWinsAndIsSeenWhereItCameFrom() {
        CliRun.Result explained = datacook("explain", "orders.yaml", "--set", "destination.table=other");
        CliRun.Result planned = datacook("plan", "orders.yaml", "--set", "destination.table=other");
        CliRun.Result wrong = datacook("run", "orders.yaml", "--set", "runtime.paralelism=8");

        assertThat(explained.out()).containsPattern("table: other +# --set destination.table");
        assertThat(planned.out()).contains("shop.duckdb table other");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .startsWith("DC101 --set runtime.paralelism: 'paralelism' is not a key of runtime")
                .contains("Did you mean 'parallelism'?");
    }
}
