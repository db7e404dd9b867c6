package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.session.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCommandsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void load() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n2\n3\n");
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source:
                  type: csv
                  path: orders.csv
                  incremental: { strategy: cursor, cursor_column: id }
                destination: { type: duckdb, path: shop.duckdb, table: orders }
                """);
        assertThat(datacook("run", "orders.yaml").exit()).isZero();
    }

    private CliRun.Result datacook(String... args) {
        return CliRun.in(folder).run(args);
    }

    private String rowsOfTheNextRun() {
        CliRun.Result run = datacook("run", "orders.yaml");
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out()
                .lines()
                .filter(line -> line.contains("loaded"))
                .findFirst()
                .orElse("");
    }

    @Test
    void showStateTellsHowFarAStreamIs() {
        // When
        CliRun.Result text = datacook("show-state", "orders.yaml");
        CliRun.Result json = datacook("show-state", "orders.yaml", "--output", "json");

        // Then
        assertThat(text.out()).contains("state in").containsPattern("orders +id ≤ 3 +1 +3 +0 +2026-11-21T08:30");
        assertThat(json.out()).contains("\"cursor\": \"3\"", "\"loads\": 1", "\"window\": null");
    }

    @Test
    void whatWasNeverLoadedHasNoState() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("other.yaml"),
                Files.readString(folder.resolve("orders.yaml")).replace("name: orders", "name: other"));

        // Then
        assertThat(datacook("show-state", "other.yaml").out()).contains("never loaded");
        assertThat(datacook("state", "reset", "other.yaml").out()).contains("nothing to forget");
    }

    @Test
    void setMovesTheCursorOnceSomebodyAgrees() {
        // When
        CliRun.Result refused = datacook("state", "set", "orders.yaml", "--cursor", "1");
        CliRun.Result done = datacook("state", "set", "orders.yaml", "--cursor", "1", "--yes");

        // Then
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--yes");
        assertThat(done.out()).contains("orders: id ≤ 1");
        assertThat(rowsOfTheNextRun()).contains("loaded 2 rows");
    }

    @Test
    void resetStartsAfresh() {
        // When
        CliRun.Result refused = datacook("state", "reset", "orders.yaml");
        CliRun.Result done = datacook("state", "reset", "orders.yaml", "--stream", "orders", "-y");

        // Then
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(done.out()).contains("forgotten: orders");
        assertThat(rowsOfTheNextRun()).contains("loaded 3 rows");
    }

    @Test
    void aNameThatIsNotThereChangesNothing() {
        // When
        CliRun.Result wrong = datacook("state", "reset", "orders.yaml", "--stream", "ordres", "--yes");

        // Then
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no stream 'ordres'", "orders");
        assertThat(rowsOfTheNextRun()).contains("loaded 0 rows");
    }

    @Test
    void whatIsExportedCanBeImported() throws IOException {
        // Given
        CliRun.Result exported = datacook("state", "export", "orders.yaml");
        Files.writeString(folder.resolve("saved.json"), exported.out());
        datacook("state", "reset", "orders.yaml", "--yes");

        // When
        CliRun.Result refused = datacook("state", "import", "orders.yaml", "saved.json");
        CliRun.Result imported = datacook("state", "import", "orders.yaml", "saved.json", "--yes");

        // Then
        assertThat(Documents.readYaml(exported.out())).isNotNull();
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(imported.out()).contains("restored: orders");
        assertThat(rowsOfTheNextRun()).contains("loaded 0 rows");
    }

    @Test
    void aDamagedExportIsRefusedWhole() throws IOException {
        // Given
        String saved = datacook("state", "export", "orders.yaml").out();
        Files.writeString(
                folder.resolve("saved.json"), saved.replace("\"datacook_state\": 1", "\"datacook_state\": 99"));
        Files.writeString(folder.resolve("none.json"), "{}");

        // When
        CliRun.Result newer = datacook("state", "import", "orders.yaml", "saved.json", "--yes");
        CliRun.Result none = datacook("state", "import", "orders.yaml", "none.json", "--yes");

        // Then
        assertThat(newer.exit()).isEqualTo(2);
        assertThat(newer.err()).startsWith("DC404");
        assertThat(none.err()).contains("state export");
        assertThat(rowsOfTheNextRun()).contains("loaded 0 rows");
    }

    @Test
    void theStateFolderOfTheCommandLineWins() {
        // When
        CliRun.Result elsewhere = datacook("show-state", "orders.yaml", "--state", "elsewhere");

        // Then
        assertThat(elsewhere.out()).contains("elsewhere", "never loaded");
    }
}
