package io.datacook.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.StateService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `datacook run --state http://…` with the packaged command line and the packaged service: either may die.
class StateServiceRunIT {
    private static final int ROWS = 40_000;
    private static final String TOKEN = "a token nobody guesses";

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        StateService.assumePackaged();
        StringBuilder text = new StringBuilder("id,name\n");
        for (int id = 0; id < ROWS; id++) {
            text.append(id).append(",name ").append(id % 97).append('\n');
        }
        Files.writeString(folder.resolve("orders.csv"), text);
        Files.writeString(folder.resolve("orders.yaml"), """
                name: orders
                source: { type: csv, path: orders.csv }
                destination: { type: parquet, path: out }
                runtime: { batch_size: 1000, parallelism: 1, checkpoint: { rows_max: 5000 } }
                """);
        Files.writeString(folder.resolve("tokens"), StateService.tokenLine(TOKEN, "shop"));
    }

    private Map<String, String> tokens() {
        return Map.of(
                "DATACOOK_AUTH",
                "tokens",
                "DATACOOK_AUTH_TOKENS_FILE",
                folder.resolve("tokens").toString());
    }

    private RealProcess.Ended run(StateService service, Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("DATACOOK_STATE_TOKEN", TOKEN);
        return RealProcess.run(
                folder, all, "run", "orders.yaml", "--state", service.address().toString());
    }

    @Test
    void aKilledRunGoesOnFromTheServiceWithExactlyTheSameRows() throws Exception {
        for (FaultPoint point :
                List.of(FaultPoint.AFTER_PREPARE, FaultPoint.AFTER_STATE_COMMIT, FaultPoint.AFTER_PUBLISH)) {
            try (StateService service = StateService.start(PostgresServer.freshDatabase(), tokens())) {
                Files.createDirectories(folder.resolve("out"));
                RealProcess.Ended killed = run(service, Map.of(FaultHook.VARIABLE, point.name() + ":3"));
                assertThat(killed.exitCode()).as(killed.output()).isEqualTo(FaultHook.EXIT_CODE);

                RealProcess.Ended again = run(service, Map.of());

                assertThat(again.exitCode()).as(again.output()).isZero();
                assertEachRowOnce();
                assertThat(folder.resolve(".datacook/state")).doesNotExist();
                assertThat(killed.output() + again.output()).doesNotContain(TOKEN);
            }
            discard(folder.resolve("out"));
        }
    }

    @Test
    void aRunOutlivesAServiceThatIsKilledAndComesBack() throws Exception {
        Map<String, String> environment = new TreeMap<>(tokens());
        environment.put("DATACOOK_STATE_FAULT", "AFTER_STORE:7");
        try (StateService service = StateService.start(PostgresServer.freshDatabase(), environment)) {
            Path log = folder.resolve("run.log");
            Process run = RealProcess.start(
                    folder,
                    Map.of("DATACOOK_STATE_TOKEN", TOKEN),
                    log,
                    "run",
                    "orders.yaml",
                    "--state",
                    service.address().toString());
            assertThat(service.awaitEnd()).as(Files.readString(log)).isEqualTo(FaultHook.EXIT_CODE);
            service.restart();

            assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(run.exitValue()).as(Files.readString(log)).isZero();
            assertEachRowOnce();
        }
    }

    @Test
    void theStateMayLieInADatabaseToo() throws Exception {
        Database database = PostgresServer.freshDatabase();

        RealProcess.Ended run = RealProcess.run(folder, Map.of(), "run", "orders.yaml", "--state", database.url());

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertEachRowOnce();
        assertThat(database.value("SELECT count(*) FROM _datacook_state WHERE recipe = 'orders'"))
                .isEqualTo("1");
    }

    @Test
    void aServiceThatIsNotThereIsSaidAtOnce() throws Exception {
        RealProcess.Ended run =
                RealProcess.run(folder, Map.of(), "run", "orders.yaml", "--state", "http://localhost:1");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.output()).contains("DC203", "http://localhost:1").doesNotContain("Exception");
    }

    private void assertEachRowOnce() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select count(*), count(distinct id), sum(id) from read_parquet('%s/out/*.parquet')"
                                .formatted(folder))) {
            result.next();
            assertThat(result.getLong(1)).isEqualTo(ROWS);
            assertThat(result.getLong(2)).isEqualTo(ROWS);
            assertThat(result.getLong(3)).isEqualTo((ROWS - 1L) * ROWS / 2);
        }
    }

    private static void discard(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
