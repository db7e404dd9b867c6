package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The shipped examples do what they say, in a copy of their folder.
class ExamplesTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("datacook.root", "..")).resolve("examples");

    @TempDir
    private Path folder;

    static List<String> recipes() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.endsWith("_base.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(folder.resolve("shop"));
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = EXAMPLES.relativize(file);
                if (relative.getNameCount() == 1 || relative.startsWith("shop")) {
                    Files.copy(file, folder.resolve(relative.toString()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void runsAsItIs(String recipe) {
        // When
        CliRun.Result run = CliRun.in(folder).run("run", recipe);

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("✓ loaded");
    }

    @Test
    void theFirstOneLoadsThreeThousandOrders() throws IOException {
        // When
        CliRun.Result run = CliRun.in(folder).run("run", "quickstart.yaml");

        // Then
        assertThat(run.out()).contains("✓ loaded 3,000 rows");
        try (Stream<Path> files = Files.list(folder.resolve("out/orders"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .isNotEmpty();
        }
    }

    @Test
    void theIncrementalOneFindsNothingNewTheSecondTime() {
        // Given
        CliRun.in(folder).run("run", "orders_incremental.yaml");

        // Then
        assertThat(CliRun.in(folder).run("run", "orders_incremental.yaml").out())
                .contains("✓ loaded 0 rows", "(unchanged)");
    }

    @Test
    void theQuarantineKeepsFourRows() {
        assertThat(CliRun.in(folder).run("run", "quarantine.yaml").out())
                .containsPattern("quarantine +200 +196 +4 +196 ");
    }

    @Test
    void nestedRecordsBecomeAParentAndAChildTable() throws Exception {
        // When
        CliRun.in(folder).run("run", "child_tables.yaml");

        // Then
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select string_agg(concat_ws('/', p.customer_city, l.line_number, l.sku, l.lines_options), ' '
                            order by l.basket_id, l.line_number)
                        from basket_lines l join baskets p using (basket_id)""")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("Bern/0/a-1/{size=L} Bern/1/b-7/{colour=red, gift=yes} Bern/0/a-1");
        }
    }

    @Test
    void theAheadOfTimeCacheIsTrainedOnWhatWorks() {
        assertThat(Training.run(folder)).isZero();
    }
}
