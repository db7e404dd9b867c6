package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DativoJobTest {
    private static final String JOB = """
            tenant_id: mycompany
            source_connector: stripe
            source_connector_path: connectors/stripe.yaml
            target_connector: iceberg
            target_connector_path: connectors/iceberg.yaml
            asset: stripe_customers
            asset_path: assets/stripe/v1.0/customers.yaml

            source:
              objects: [customers]
              engine:
                type: airbyte
                options:
                  docker_image: "airbyte/source-stripe:2.1.5"
                  batch_size: 10000

            target:
              custom_writer: "/app/plugins/rust/target/release/libparquet_writer_plugin.so:create_writer"
              connection:
                s3:
                  bucket: "${S3_BUCKET}"
                  prefix: "customers"
              engine:
                options:
                  batch_size: 50000  # Larger batches for Rust
            """;

    @TempDir
    Path folder;

    @Test
    void theDocumentedJobBecomesARecipe() throws IOException {
        // When
        DativoJob.Imported imported = importJob(JOB);

        // Then
        assertThat(imported.recipe().lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "name: stripe_customers",
                        "tenant: mycompany",
                        "source:",
                        "  type: airbyte",
                        "  connector: stripe",
                        "  docker_image: \"airbyte/source-stripe:2.1.5\"",
                        "  streams: [customers]",
                        "asset:",
                        "  path: assets/stripe/v1.0/customers.yaml",
                        "destination:",
                        "  type: iceberg",
                        "  path: \"s3://${S3_BUCKET}/customers\"",
                        "runtime:",
                        "  batch_size: 10000");
        assertThat(imported.notes())
                .extracting(RecipeProblem::message)
                .containsExactly(
                        "source_connector_path: connectors/stripe.yaml is not there; its settings were not imported",
                        "target_connector_path: connectors/iceberg.yaml is not there; its settings were not imported",
                        "not imported: target.custom_writer"
                                + " '/app/plugins/rust/target/release/libparquet_writer_plugin.so:create_writer':"
                                + " Datacook writes by itself and loads no foreign libraries",
                        "not imported: target.engine.options.batch_size '50000':"
                                + " a run has one batch size, the source's");
        assertThat(imported.recipe()).contains("# " + folder.resolve("job.yaml") + ":18:18: not imported");
    }

    @Test
    void whatItWritesIsARecipe() throws IOException {
        Path recipe =
                Files.writeString(folder.resolve("recipe.yaml"), importJob(JOB).recipe());

        Resolution resolution = RecipeFiles.load(recipe, new Environment(Map.of("S3_BUCKET", "lake"), 1));

        assertThat(resolution.problems()).isEmpty();
        assertThat(resolution.orThrow().qualifiedName()).isEqualTo("mycompany/stripe_customers");
        assertThat(resolution.orThrow().streams().getFirst().name()).isEqualTo("customers");
    }

    @Test
    void connectorFilesGiveTypeAndConnection() throws IOException {
        // Given
        Files.createDirectory(folder.resolve("connectors"));
        Files.writeString(folder.resolve("connectors/pg.yaml"), """
                name: pg
                type: postgres
                roles: [source]
                connection: { host: db, password: "${PGPASSWORD}" }
                """);

        // When
        DativoJob.Imported imported = importJob("""
                source_connector: pg
                source_connector_path: connectors/pg.yaml
                source:
                  incremental: { strategy: file_modified_time, cursor_field: updated_at, lookback_days: 2 }
                retry_config: { max_retries: 3, initial_delay_seconds: 5 }
                logging: { level: INFO, redaction: true }
                """);

        // Then
        assertThat(imported.recipe())
                .contains("type: postgres", "host: db", "password: \"${PGPASSWORD}\"")
                .contains("cursor_column: updated_at", "lag: 2d", "max_retries: 3", "retry_delay: 5s");
        assertThat(imported.notes())
                .extracting(RecipeProblem::message)
                .contains(
                        "not imported: roles",
                        "not imported: logging.level: INFO",
                        "not imported: logging.redaction: true");
    }

    @Test
    void secretsInClearAreNotCopiedIntoComments() throws IOException {
        assertThat(importJob("catalog: { password: hunter2 }\n").recipe()).doesNotContain("hunter2");
    }

    @Test
    void whatIsNoJobIsRefused() {
        assertThatThrownBy(() -> importJob("- a\n")).isInstanceOf(DatacookException.class);
        assertThatThrownBy(() -> DativoJob.importJob(folder.resolve("none.yaml")))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("cannot be read");
    }

    private DativoJob.Imported importJob(String text) throws IOException {
        return DativoJob.importJob(Files.writeString(folder.resolve("job.yaml"), text));
    }
}
