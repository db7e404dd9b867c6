package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.session.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String INCREMENTAL = """
            name: orders
            source:
              type: csv
              path: data/orders*.csv
              incremental: { strategy: cursor, cursor_column: id }
            destination: { type: duckdb, path: shop.duckdb, table: orders }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/orders1.csv"), "id,customer,price\n1,ann,1.50\n2,bob,2.25\n3,eve,9.00\n");
        Files.writeString(folder.resolve("orders.yaml"), INCREMENTAL);
    }

    private CliRun.Result datacook(String... args) {
        return CliRun.in(folder).run(args);
    }

    private long rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private Path session() throws IOException {
        try (Stream<Path> sessions = Files.list(folder.resolve(".datacook/sessions"))) {
            return sessions.sorted().toList().getLast();
        }
    }

    @Test
    void loadsAndSaysWhatAndWhere() throws Exception {
        // When
        CliRun.Result run = datacook("run", "orders.yaml");

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("✓ loaded 3 rows", "shop.duckdb", "none → id ≤ 3", "report.html")
                .containsPattern("orders +3 +3 +0 +3 ");
        assertThat(rows("select count(*) from orders")).isEqualTo(3);
        assertThat(session().resolve("report.html")).exists();
        assertThat(session().resolve("artifacts/extract_orders/cleaned_config.json"))
                .exists();
        assertThat(folder.resolve(".datacook/state")).isDirectory();
    }

    @Test
    void theNextRunTakesNewRowsOnly() throws Exception {
        // Given
        datacook("run", "orders.yaml");
        Files.writeString(folder.resolve("data/orders2.csv"), "id,customer,price\n4,joe,1.00\n");

        // When
        CliRun.Result second = datacook("run", "orders.yaml");
        CliRun.Result third = datacook("run", "orders.yaml");

        // Then
        assertThat(second.out()).contains("✓ loaded 1 row in", "id ≤ 3 → id ≤ 4");
        assertThat(third.out()).contains("✓ loaded 0 rows", "id ≤ 4 (unchanged)");
        assertThat(rows("select count(*) from orders")).isEqualTo(4);
    }

    @Test
    void programsGetTheReportAsJson() {
        // When
        CliRun.Result run = datacook("run", "orders.yaml", "--output", "json");

        // Then
        Map<?, ?> tree = Documents.readYaml(run.out());
        assertThat(tree).isNotNull();
        assertThat(tree.get("outcome")).isEqualTo("succeeded");
        assertThat(tree.get("totals")).asString().contains("rows_read=3", "rows_written=3", "rows_quarantined=0");
        assertThat(tree.get("report")).asString().endsWith("report.html");
        assertThat(tree.get("streams")).asString().contains("state_after=id ≤ 3");
    }

    @Test
    void aFullRefreshAsksFirst() throws Exception {
        // Given
        datacook("run", "orders.yaml");

        // When
        CliRun.Result refused = datacook("run", "orders.yaml", "--full-refresh");
        CliRun.Result no = CliRun.in(folder).answering("n\n").run("run", "orders.yaml", "--full-refresh");
        long before = rows("select count(*) from orders");
        CliRun.Result yes = CliRun.in(folder).answering("y\n").run("run", "orders.yaml", "--full-refresh");

        // Then
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--yes");
        assertThat(no.exit()).isEqualTo(2);
        assertThat(before).isEqualTo(3);
        assertThat(yes.exit()).isZero();
        assertThat(rows("select count(*) from orders")).isEqualTo(6);
    }

    @Test
    void aMissingSourceIsTheUsersToMend() {
        // Given
        folder.resolve("data/orders1.csv").toFile().delete();

        // When
        CliRun.Result run = datacook("run", "orders.yaml");

        // Then
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("DC104", "orders*.csv").doesNotContain("Exception", "\tat ");
    }

    @Test
    void aFailedRunLeavesItsReportToo() throws Exception {
        // Given
        Files.writeString(folder.resolve("data/orders1.csv"), "id,customer\n1,ann\n2,bob,ragged,row\n");

        // When
        CliRun.Result run = datacook("run", "orders.yaml");

        // Then
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("DC501", "orders1.csv");
        assertThat(run.out()).contains("✗ failed");
        assertThat(Files.readString(session().resolve("report.html"))).contains("DC501");
        assertThat(Files.readString(session().resolve("manifest.yaml"))).contains("\noutcome: failed\n");
    }

    @Test
    void badRowsAreCountedAndShown() throws Exception {
        // Given
        Files.writeString(folder.resolve("data/orders1.csv"), "id,customer\n1,ann\n2,bob,ragged\n3,eve\n");
        Files.writeString(folder.resolve("orders.yaml"), INCREMENTAL + "errors: { policy: skip, rows_max: 10 }\n");

        // When
        CliRun.Result run = datacook("run", "orders.yaml");

        // Then
        assertThat(run.exit()).isZero();
        assertThat(run.out()).containsPattern("orders +3 +2 +1 +2 ");
        assertThat(Files.readString(session().resolve("report.html")))
                .contains("Quarantined rows", "orders1.csv line 3");
    }

    @Test
    void aStopThatWasAskedForEndsInGoodOrder() throws Exception {
        // Given
        Interrupts interrupts = new Interrupts();
        interrupts.request(ExitCode.INTERRUPTED);

        // When
        CliRun.Result stopped = CliRun.in(folder).interruptedBy(interrupts).run("run", "orders.yaml");
        CliRun.Result next = datacook("run", "orders.yaml");

        // Then
        assertThat(stopped.exit()).isEqualTo(130);
        assertThat(stopped.out()).contains("■ stopped after 0 rows");
        assertThat(next.exit()).isZero();
        assertThat(rows("select count(*) from orders")).isEqualTo(3);
    }

    @Test
    void oneStreamOfSeveralCanBeLoaded() throws Exception {
        // Given
        Files.writeString(folder.resolve("data/customers.csv"), "name\nann\n");
        Files.writeString(folder.resolve("shop.yaml"), """
                name: shop
                source:
                  type: csv
                  streams:
                    - { name: orders, path: data/orders1.csv }
                    - { name: customers, path: data/customers.csv }
                destination: { type: duckdb, path: shop.duckdb, table: "{{ stream.name }}" }
                """);

        // When
        CliRun.Result one = datacook("run", "shop.yaml", "--stream", "customers");
        CliRun.Result wrong = datacook("run", "shop.yaml", "--stream", "custmers");

        // Then
        assertThat(one.err()).isEmpty();
        assertThat(one.exit()).isZero();
        assertThat(rows("select count(*) from customers")).isEqualTo(1);
        assertThat(rows("select count(*) from duckdb_tables() where table_name = 'orders'"))
                .isZero();
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no stream 'custmers'", "orders, customers");
    }

    @Test
    void secretsStayOutOfEverythingARunLeaves() throws Exception {
        // Given
        Files.writeString(folder.resolve("orders.yaml"), INCREMENTAL + """
                transform:
                  steps:
                    - { type: hash, columns: [customer], salt: "${env:SALT}" }
                """);

        // When
        CliRun.Result run =
                CliRun.in(folder).with("SALT", "no-one-must-see-this").run("run", "orders.yaml");

        // Then
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.all()).doesNotContain("no-one-must-see-this");
        try (Stream<Path> files = Files.walk(folder.resolve(".datacook"))) {
            List<Path> left = files.filter(Files::isRegularFile).toList();
            assertThat(left).hasSizeGreaterThan(6);
            for (Path file : left) {
                assertThat(Files.readString(file)).doesNotContain("no-one-must-see-this");
            }
        }
    }

    @Test
    void onAScreenProgressMovesAndGoesAway() {
        // When
        CliRun.Result run = CliRun.in(folder).answering("").run("run", "orders.yaml");

        // Then
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("\u001b[32m✓ loaded\u001b[0m 3 rows");
    }
}
