package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n2\n3\n");
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: duckdb, path: shop.duckdb, table: orders, write_mode: replace }
                """);
    }

    private CliRun.Result datacook(String... args) {
        return CliRun.in(folder).run(args);
    }

    @Test
    void earlierRunsAreListedTheNewestFirst() throws IOException {
        // Given
        datacook("run", "orders.yaml");
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n2,3\n");
        datacook("run", "orders.yaml");

        // When
        CliRun.Result list = datacook("sessions");

        // Then
        assertThat(list.out().lines().toList()).hasSize(3);
        assertThat(list.out().lines().toList().get(1)).contains("orders", "failed");
        assertThat(list.out().lines().toList().get(2)).contains("orders", "succeeded", "3");
        assertThat(datacook("sessions", "-o", "json").out()).contains("\"outcome\": \"failed\"");
    }

    @Test
    void oneCanBeShownAndOpened() {
        // Given
        datacook("run", "orders.yaml");

        // When
        String report = datacook("sessions", "last", "--report").out().strip();
        String path = datacook("sessions", "20261121-", "--path").out().strip();

        // Then
        assertThat(Path.of(report)).exists().hasFileName("report.html").hasParent(Path.of(path));
        assertThat(datacook("sessions", "last").out()).contains("outcome: succeeded", "rows_written: 3");
    }

    @Test
    void whereThereIsNothingItIsSaid() {
        assertThat(datacook("sessions").out()).contains("no sessions in");
        CliRun.Result none = datacook("sessions", "last");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("DC104", "datacook sessions");
    }

    @Test
    void aFolderCanBeNamed() {
        // Given
        datacook("run", "orders.yaml", "--sessions", "elsewhere/.datacook/sessions");

        // Then
        assertThat(datacook("sessions").out()).contains("no sessions");
        assertThat(datacook("sessions", "--folder", "elsewhere").out()).contains("succeeded");
    }
}
