package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// First recipes by discovery of a real server.
class InitFromPostgresTest {
    private final PostgresServer.Database database = PostgresServer.freshDatabase();

    @TempDir
    private Path folder;

    @BeforeEach
    void twoTables() {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, price numeric(10,2), placed_at timestamptz, extra jsonb)",
                "INSERT INTO orders SELECT i, i * 1.25, now(), '{\"a\": 1}' FROM generate_series(1, 1000) i",
                "CREATE TABLE customers (id integer PRIMARY KEY, name text, tags text[])",
                "INSERT INTO customers SELECT i, 'name ' || i, ARRAY['x', NULL] FROM generate_series(1, 50) i");
    }

    private CliRun.Result datacook(String... args) {
        return CliRun.in(folder).run(args);
    }

    @Test
    void allTablesOfADatabaseBecomeOneRecipeThatRuns() throws Exception {
        // When
        CliRun.Result init = datacook("init", "--from", database.url(), "--to", "duckdb:shop.duckdb", "shop.yaml");
        CliRun.Result run = datacook("run", "shop.yaml");

        // Then
        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(recipe("shop.yaml"))
                .contains("# every stream there is: public.customers, public.orders", "streams: [\"*\"]");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("loaded 1,050 rows");
        assertThat(query("select count(*) || ' ' || sum(price) from orders")).isEqualTo("1000 625625.00");
        assertThat(query("select count(*) || ' ' || any_value(tags[1]) from customers"))
                .isEqualTo("50 x");
    }

    @Test
    void oneTableIsWrittenWithTheColumnsFound() throws Exception {
        // When
        CliRun.Result init = datacook(
                "init", "--from", database.url(), "--to", "parquet:out", "--stream", "public.orders", "orders.yaml");
        CliRun.Result run = datacook("run", "orders.yaml");

        // Then
        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(recipe("orders.yaml"))
                .contains("table: public.orders", "# columns found: id int64", "price decimal(10,2)");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("loaded 1,000 rows");
    }

    @Test
    void aDatabaseCanBeCopiedIntoAnother() throws Exception {
        // Given
        PostgresServer.Database other = PostgresServer.freshDatabase();

        // When
        CliRun.Result init = datacook("init", "--from", database.url(), "--to", other.url(), "copy.yaml");
        CliRun.Result run = datacook("run", "copy.yaml");

        // Then
        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(run.exit()).as(run.err() + recipe("copy.yaml")).isZero();
        try (Connection connection = other.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM public.orders")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(1000);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsSaidAndNothingWritten() {
        // When
        CliRun.Result init =
                datacook("init", "--from", "postgres://me@localhost:1/shop", "--to", "duckdb:shop.duckdb", "x.yaml");

        // Then
        assertThat(init.exit()).isNotZero();
        assertThat(init.err()).startsWith("DC2").contains("localhost").doesNotContain("Exception");
        assertThat(folder.resolve("x.yaml")).doesNotExist();
    }

    private String recipe(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
