package io.datacook.nativebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Connector;
import io.datacook.engine.recipe.Catalog;
import io.datacook.nativebuild.Executable.Ended;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line as a native executable: what reflection, resources, services and native code must carry.
class CliExecutableTest {
    @TempDir
    private Path folder;

    private Executable datacook;

    @BeforeEach
    void find() throws IOException {
        datacook = Executable.named("cli", "datacook");
        StringBuilder rows = new StringBuilder("id,name,amount,at\n");
        for (int id = 1; id <= 1000; id++) {
            rows.append("%d,name %d,%d.25,2026-01-0%d 10:00:00\n".formatted(id, id % 7, id, 1 + id % 9));
        }
        Files.writeString(folder.resolve("orders.csv"), rows);
    }

    private Ended done(String... arguments) {
        Ended ended = datacook.run(folder, arguments);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        return ended;
    }

    private void recipe(String text) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), text);
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void helpAndVersionAreThere() {
        assertThat(done("--help").out()).contains("Usage: datacook", "list-connectors");
        assertThat(done("help", "run").out()).contains("Usage: datacook run");
        assertThat(done("--version").out()).startsWith("datacook ");
    }

    @Test
    void listConnectorsKnowsEveryConnector() {
        List<String> types =
                Catalog.load().connectors().stream().map(Connector::type).toList();

        String out = done("list-connectors").out();

        assertThat(types).hasSizeGreaterThan(3);
        assertThat(types).allSatisfy(type -> assertThat(out).containsPattern("(?m)^ *" + type + " "));
    }

    @Test
    void validateSaysWhereEveryProblemIs() throws IOException {
        // Given
        recipe("""
                name: orders
                source: { type: csvv, path: orders.csv }
                destination: { type: parquet, path: out, compression: zst }
                transform: { steps: [ { type: cast, columns: { id: int32 } } ] }
                runtime: { batch_size: many }
                """);

        // When
        Ended ended = datacook.run(folder, "validate", "recipe.yaml");

        // Then
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err() + ended.out())
                .contains("recipe.yaml:2:", "Did you mean 'csv'?", "recipe.yaml:3:", "zstd", "recipe.yaml:5:")
                .doesNotContain("Exception");
    }

    @Test
    void explainReadsCookbooksAndNamesThePlaceOfEachValue() throws IOException {
        recipe("""
                name: orders
                extends: datacook://audit
                source: { type: csv, path: orders.csv }
                destination: { type: parquet, path: out }
                """);

        assertThat(done("explain", "recipe.yaml").out()).contains("datacook://audit", "recipe.yaml:3:");
        assertThat(done("schema").out()).contains("\"$defs\"", "batch_size", "compression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "snappy", "gzip", "lz4_raw", "none"})
    void csvBecomesParquet(String compression) throws IOException, SQLException {
        recipe("""
                name: orders
                source: { type: csv, path: orders.csv }
                transform: { steps: [ { type: rename_columns, mapping: { at: happened_at } } ] }
                destination: { type: parquet, path: out, compression: %s }
                """.formatted(compression));

        assertThat(done("run", "recipe.yaml").out()).contains("loaded 1,000 rows");

        String summary = query("""
                select count(*) || ' ' || sum(id) || ' ' || sum(amount)::decimal(12, 2) || ' '
                  || typeof(any_value(happened_at))
                from read_parquet('%s/out/**/*.parquet')""".formatted(folder));
        assertThat(summary).startsWith("1000 500500 500750.00 TIMESTAMP");
    }

    @Test
    void duckdbRunsInTheExecutable() throws IOException, SQLException {
        recipe("""
                name: orders
                source: { type: csv, path: orders.csv }
                transform: { steps: [ { type: filter, where: "id % 2 = 0 and name <> 'name 3'" } ] }
                destination: { type: duckdb, path: shop.duckdb, table: orders, write_mode: merge, merge_keys: [id] }
                """);
        done("run", "recipe.yaml");
        done("run", "recipe.yaml");

        String rows = query("select count(*) from read_csv('%s/orders.csv') where id %% 2 = 0 and name <> 'name 3'"
                .formatted(folder));
        assertThat(done("preview", "recipe.yaml").out()).contains("name 2");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from orders")) {
            result.next();
            assertThat(result.getString(1)).isEqualTo(rows);
        }
    }

    @Test
    void aWrongStatementIsAnErrorWithItsReason() throws IOException {
        recipe("""
                name: orders
                source: { type: csv, path: orders.csv }
                transform: { steps: [ { type: filter, where: "no_such_column = 1" } ] }
                destination: { type: parquet, path: out }
                """);

        Ended ended = datacook.run(folder, "run", "recipe.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("DC", "no_such_column").doesNotContain("Exception", "NoSuchMethod");
    }

    @Test
    void aBucketIsWrittenAndRead() throws IOException {
        // Given
        S3Server.Bucket bucket = S3Server.freshBucket();
        recipe("""
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: parquet, %s }
                """.formatted(bucket.options("orders")));
        Files.writeString(folder.resolve("back.yaml"), """
                name: back
                source: { type: parquet, %s }
                destination: { type: csv, path: back.csv }
                """.formatted(bucket.options("orders")));

        // When
        done("run", "recipe.yaml");
        String back = done("run", "back.yaml").out();

        // Then
        assertThat(back).contains("loaded 1,000 rows").contains("agree");
        assertThat(Files.readAllLines(folder.resolve("back.csv"))).hasSize(1001);
    }

    @Test
    void postgresBecomesParquetAndParquetBecomesPostgres() throws IOException, SQLException {
        // Given
        PostgresServer.Database database = PostgresServer.freshDatabase();
        database.execute(
                "create table orders (id bigint primary key, note text, amount numeric(12,2), at timestamptz)",
                "insert into orders select i, 'note ' || i, i + 0.25, now() from generate_series(1, 5000) i");
        recipe("""
                name: orders
                source: { type: postgres, url: "%s", table: public.orders }
                destination: { type: parquet, path: out }
                """.formatted(database.url()));
        Files.writeString(folder.resolve("back.yaml"), """
                name: back
                source: { type: parquet, path: "out/**/*.parquet" }
                destination: { type: postgres, url: "%s", table: public.copies }
                state: { type: postgres, url: "%s" }
                """.formatted(database.url(), database.url()));

        // When
        done("check", "recipe.yaml");
        done("run", "recipe.yaml");
        done("run", "back.yaml");

        // Then
        assertThat(query("select count(*) || ' ' || sum(amount) from read_parquet('%s/out/**/*.parquet')"
                        .formatted(folder)))
                .isEqualTo("5000 12503750.00");
        assertThat(database.query("select count(*), sum(amount) from copies"))
                .containsExactly(List.of("5000", "12503750.00"));
        assertThat(done("show-state", "back.yaml").out()).contains("5,000");
    }

    @Test
    void stateGoesOutAndComesBack() throws IOException {
        // Given
        recipe("""
                name: orders
                source:
                  type: csv
                  path: orders.csv
                  incremental: { strategy: cursor, cursor_column: id }
                destination: { type: json, path: out }
                """);
        done("run", "recipe.yaml");

        // When
        String exported = done("state", "export", "recipe.yaml").out();
        Files.writeString(folder.resolve("state.json"), exported);
        done("state", "reset", "recipe.yaml", "--yes");
        String forgotten = done("show-state", "recipe.yaml").out();
        done("state", "import", "recipe.yaml", "state.json", "--yes");

        // Then
        assertThat(forgotten).containsPattern("orders +- +0 +0 ");
        assertThat(done("show-state", "recipe.yaml").out()).contains("id ≤ 1000");
        assertThat(done("state", "export", "recipe.yaml").out()).contains("\"value\": \"1000\"");
        assertThat(done("run", "recipe.yaml").out()).contains("0 rows");
    }

    @Test
    void aSignalStopsARunInGoodOrder() throws Exception {
        // Given
        StringBuilder rows = new StringBuilder("id,name\n");
        for (int id = 0; id < 400_000; id++) {
            rows.append(id).append(",name\n");
        }
        Files.writeString(folder.resolve("orders.csv"), rows);
        recipe("""
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: duckdb, path: shop.duckdb, table: orders }
                runtime: { batch_size: 500, parallelism: 1, checkpoint: { rows_max: 5000 } }
                """);
        Path log = folder.resolve("log.txt");
        Process process = datacook.builder(folder, "run", "recipe.yaml")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        // When
        while (!Files.exists(folder.resolve("shop.duckdb"))) {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Thread.onSpinWait();
        }
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();

        // Then
        assertThat(process.waitFor()).as(Files.readString(log)).isEqualTo(75);
        Matcher stopped = Pattern.compile("stopped after ([0-9,]+) rows").matcher(Files.readString(log));
        assertThat(stopped.find()).as(Files.readString(log)).isTrue();
        long left = 400_000 - Long.parseLong(stopped.group(1).replace(",", ""));
        assertThat(done("run", "recipe.yaml").out()).contains("loaded %,d rows".formatted(left));
    }
}
