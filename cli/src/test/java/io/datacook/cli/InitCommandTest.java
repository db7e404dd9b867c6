package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/orders.csv"), "id,customer\n1,ann\n2,bob\n");
    }

    private CliRun.Result datacook(String... args) {
        return CliRun.in(folder).run(args);
    }

    @Test
    void theRecipeItWritesRuns() throws IOException {
        // When
        CliRun.Result init = datacook("init", "--from", "data/orders.csv", "--to", "duckdb:shop.duckdb");
        CliRun.Result run = datacook("run", "orders.yaml");

        // Then
        assertThat(init.err()).isEmpty();
        assertThat(init.out()).contains("wrote orders.yaml", "datacook run orders.yaml");
        assertThat(Files.readString(folder.resolve("orders.yaml")))
                .contains("# columns found: id int64, customer string", "write_mode: replace");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("loaded 2 rows");
    }

    @Test
    void neverWritesOverAFile() throws IOException {
        // Given
        Files.writeString(folder.resolve("orders.yaml"), "mine");

        // When
        CliRun.Result init = datacook("init", "--from", "data/orders.csv", "--to", "duckdb:shop.duckdb");

        // Then
        assertThat(init.exit()).isEqualTo(2);
        assertThat(init.err()).contains("orders.yaml is there already");
        assertThat(folder.resolve("orders.yaml")).hasContent("mine");
    }

    @Test
    void asksWhereSomebodyCanAnswer() {
        // When
        CliRun.Result init = CliRun.in(folder)
                .answering("data/orders.csv\nduckdb:shop.duckdb\n")
                .run("init", "recipes/first.yaml");
        CliRun.Result nobody = datacook("init");

        // Then
        assertThat(init.exit()).isZero();
        assertThat(folder.resolve("recipes/first.yaml")).exists();
        assertThat(nobody.exit()).isEqualTo(2);
        assertThat(nobody.err()).contains("--from is missing");
    }

    @Test
    void pathsAreWrittenRelativeToTheRecipe() {
        // Given
        datacook("init", "--from", "data/orders.csv", "--to", "duckdb:out/shop.duckdb", "recipes/first.yaml");

        // When
        CliRun.Result run = datacook("run", "recipes/first.yaml");

        // Then
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(folder.resolve("out/shop.duckdb")).exists();
    }

    @Test
    void aSourceThatIsNotThereIsSaidAndNothingWritten() {
        // When
        CliRun.Result init = datacook("init", "--from", "data/nothing.csv", "--to", "duckdb:shop.duckdb", "x.yaml");

        // Then
        assertThat(init.exit()).isEqualTo(2);
        assertThat(init.err()).contains("DC104", "nothing.csv");
        assertThat(folder.resolve("x.yaml")).doesNotExist();
    }

    @Test
    void passwordsAreNeverWritten() {
        // When
        Endpoint endpoint = Endpoint.parse("postgres://me:s3cret@db.local:5433/shop");

        // Then
        assertThat(endpoint.yaml()).isEqualTo("""
                          type: postgres
                          host: db.local
                          port: 5433
                          database: shop
                          user: me
                          password: "${env:PGPASSWORD}"
                        """).doesNotContain("s3cret");
        assertThat(endpoint.secretIn()).isEqualTo("PGPASSWORD");
    }
}
