package io.datacook.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.WriteMode;
import io.datacook.engine.recipe.StreamRecipe.Selection;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The typed recipe that the planner reads.
class RecipeFilesTest {
    private static final Environment ENVIRONMENT = new Environment(Map.of("PGPASSWORD", "hunter2"), 3);

    @TempDir
    Path folder;

    @Test
    void theSmallestRecipeHasAllDefaults() throws IOException {
        // When
        Recipe recipe = load("""
                name: lineitem_to_parquet
                source: { type: csv, path: "data/lineitem*.csv" }
                destination: { type: parquet, path: out/lineitem, compression: zstd }
                """);

        // Then
        assertThat(recipe.name()).isEqualTo("lineitem_to_parquet");
        assertThat(recipe.qualifiedName()).isEqualTo("lineitem_to_parquet");
        assertThat(recipe.folder()).isEqualTo(folder);
        assertThat(recipe.state()).isNull();
        StreamRecipe stream = recipe.streams().getFirst();
        assertThat(recipe.streams()).hasSize(1);
        assertThat(stream.name()).isEqualTo("lineitem_to_parquet");
        assertThat(stream.selection()).isEqualTo(Selection.WHOLE_SOURCE);
        assertThat(stream.source().type()).isEqualTo("csv");
        assertThat(stream.source().options().keys()).containsExactly("path");
        assertThat(stream.destination().options().keys()).containsExactly("path", "compression");
        assertThat(stream.mode()).isEqualTo(new WriteMode.Replace());
        assertThat(stream.incremental()).isEqualTo(new Incremental.Full());
        assertThat(stream.schema()).isEqualTo(SchemaContract.EVOLVE);
        assertThat(stream.errors()).isEqualTo(new ErrorPolicy.Fail());
        assertThat(stream.require().delivery()).isNull();
        assertThat(stream.steps()).isEmpty();
        RuntimeConfig runtime = recipe.runtime();
        assertThat(runtime.batchSizeRows()).isEqualTo(65_536);
        assertThat(runtime.parallelism()).isEqualTo(3);
        assertThat(runtime.retry()).isEqualTo(new RuntimeConfig.Retry(6, Duration.ofSeconds(1), Duration.ofMinutes(1)));
        assertThat(runtime.memory()).isNull();
        assertThat(runtime.timeout()).isNull();
        assertThat(runtime.checkpoint().bytesMax()).isEqualTo(new ByteSize(1L << 30));
    }

    @Test
    void aFullRecipeHasEverythingInItsPlace() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("connections.yaml"),
                "src_db: { type: postgres, host: db, table: hidden, password: \"${env:PGPASSWORD}\" }\n");
        Files.writeString(folder.resolve("base_recipe.yaml"), """
                default_runtime: { batch_size: 20000, max_retries: 2 }
                macros: { audit: [ { type: add_column, name: _at, value: now() } ] }
                """);

        // When
        Recipe recipe = load("""
                extends: base_recipe.yaml
                name: load_orders
                tenant: acme
                source:
                  type: postgres
                  conn_id: src_db
                  table: public.orders
                  incremental: { strategy: cursor, cursor_column: updated_at, lag: 5m, start: 2026-01-01 }
                transform: { use: [audit], steps: [ { type: rename_columns, mapping: { order_dt: order_date } } ] }
                destination:
                  { type: duckdb, path: dw.duckdb, write_mode: merge, merge_keys: [id], deleted_column: gone }
                schema: freeze
                errors: { policy: dead_letter, rows_max: 7, destination: { type: csv, path: bad } }
                require: { delivery: exactly_once }
                runtime:
                  { batch_size: 5000, parallelism: 4, memory: 256MiB, timeout: 2h, checkpoint: { rows_max: 9 } }
                state: { type: postgres, host: state-db }
                """);

        // Then
        assertThat(recipe.qualifiedName()).isEqualTo("acme/load_orders");
        StreamRecipe stream = recipe.streams().getFirst();
        assertThat(stream.source().options().text("host")).isEqualTo("db");
        assertThat(stream.source().options().text("table")).isEqualTo("public.orders");
        assertThat(stream.source().options().text("password")).isEqualTo("${env:PGPASSWORD}");
        assertThat(stream.source().options().entry("conn_id")).isNull();
        assertThat(stream.incremental())
                .isEqualTo(new Incremental.Cursor(
                        "updated_at", new Incremental.TimeLag(Duration.ofMinutes(5)), "2026-01-01"));
        assertThat(stream.steps()).extracting(StepConfig::type).containsExactly("add_column", "rename_columns");
        assertThat(stream.mode()).isEqualTo(new WriteMode.Merge(List.of("id"), "gone"));
        assertThat(stream.schema()).isEqualTo(SchemaContract.FREEZE);
        assertThat(stream.errors()).isInstanceOfSatisfying(ErrorPolicy.DeadLetter.class, letters -> {
            assertThat(letters.rowsMax()).isEqualTo(7);
            assertThat(letters.destination()).isNotNull();
        });
        assertThat(stream.require().delivery()).isEqualTo(DeliveryConfig.Delivery.EXACTLY_ONCE);
        assertThat(recipe.runtime().batchSizeRows()).isEqualTo(5000);
        assertThat(recipe.runtime().retry().attemptsMax()).isEqualTo(3);
        assertThat(recipe.runtime().checkpoint().rowsMax()).isEqualTo(9);
        assertThat(recipe.runtime().memory()).isEqualTo(new ByteSize(256L << 20));
        assertThat(recipe.state()).isNotNull();
        assertThat(recipe.connections().keys()).containsExactly("src_db");
    }

    @Test
    void streamsTakeWhatTheRecipeSaysAndAddTheirOwn() throws IOException {
        // When
        Recipe recipe = load("""
                name: shop
                source:
                  type: postgres
                  host: db
                  incremental: { strategy: cursor, cursor_column: updated_at }
                  streams:
                    - { name: "public.*", exclude: [public.tmp_*] }
                    - name: public.orders
                      columns: [id]
                      incremental: { cursor_column: id, lag: 100 }
                      transform: { steps: [ { type: audit } ] }
                      destination: { table: all_orders, merge_keys: [id] }
                transform: { steps: [ { type: mask, columns: [email] } ] }
                destination: { type: duckdb, path: dw.duckdb, table: "{{ stream.table }}" }
                """);

        // Then
        StreamRecipe pattern = recipe.streams().get(0);
        StreamRecipe orders = recipe.streams().get(1);
        assertThat(pattern.selection()).isEqualTo(Selection.PATTERN);
        assertThat(pattern.excludes()).containsExactly("public.tmp_*");
        assertThat(pattern.mode()).isEqualTo(new WriteMode.Append());
        assertThat(orders.selection()).isEqualTo(Selection.NAMED);
        assertThat(orders.source().options().keys()).containsExactly("host", "columns");
        assertThat(orders.incremental())
                .isEqualTo(new Incremental.Cursor("id", new Incremental.NumberLag(new BigDecimal(100)), null));
        assertThat(orders.steps()).extracting(StepConfig::type).containsExactly("mask", "audit");
        assertThat(orders.destination().options().text("table")).isEqualTo("all_orders");
        assertThat(orders.mode()).isEqualTo(new WriteMode.Merge(List.of("id"), null));
    }

    @Test
    void withoutAWriteModeASecondRunChangesNothing() throws IOException {
        String recipe = "name: a\nsource: { type: csv, path: a%s }\ndestination: { type: duckdb, path: d%s }\n";
        String cursor = ", incremental: { strategy: cursor, cursor_column: id }";

        assertThat(mode(recipe.formatted("", ""))).isEqualTo(new WriteMode.Replace());
        assertThat(mode(recipe.formatted(cursor, ""))).isEqualTo(new WriteMode.Append());
        assertThat(mode(recipe.formatted(cursor, ", merge_keys: id")))
                .isEqualTo(new WriteMode.Merge(List.of("id"), null));
        assertThat(mode(recipe.formatted("", ", write_mode: scd2, merge_keys: id")))
                .isEqualTo(new WriteMode.Scd2(List.of("id")));
    }

    @Test
    void aRecipeOfSeveralIsChosenByName() throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), """
                name: a
                source: { type: csv, path: a }
                destination: { type: csv, path: out-a }
                ---
                name: b
                source: { type: csv, path: b }
                destination: { type: csv, path: out-b }
                """);

        assertThat(RecipeFiles.load(file, "b", Settings.NONE, ENVIRONMENT)
                        .orThrow()
                        .name())
                .isEqualTo("b");
        assertThat(RecipeFiles.load(file, "bb", Settings.NONE, ENVIRONMENT)
                        .problems()
                        .getFirst()
                        .describe())
                .contains("the file has no recipe 'bb'; it has a, b")
                .contains("Did you mean 'b'?");
    }

    @Test
    void aMissingFileIsAProblemAndNotAnException() {
        Resolution resolution = RecipeFiles.load(folder.resolve("none.yaml"), ENVIRONMENT);

        assertThat(resolution.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule().code()).isEqualTo(ErrorCode.STREAM_MISSING));
        assertThatThrownBy(resolution::orThrow)
                .isInstanceOfSatisfying(
                        DatacookException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_MISSING))
                .hasMessageContaining("none.yaml: there is no such file");
    }

    @Test
    void aFolderIsNoRecipe() {
        assertThat(RecipeFiles.load(folder, ENVIRONMENT).problems()).hasSize(1);
    }

    private WriteMode mode(String text) throws IOException {
        return load(text).streams().getFirst().mode();
    }

    private Recipe load(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), text);
        return RecipeFiles.load(file, ENVIRONMENT).orThrow();
    }
}
