package io.datacook.nativebuild;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stages of a run as native executables, each a process of its own, that reach each other over links.
class StagesExecutableTest {
    /// So many that a load is not over before somebody can end it.
    private static final int ROWS = 400_000;

    private static final String PARQUET = "{ type: parquet, path: out, write_mode: append }";

    /// What one would find by any way to load the rows.
    private static final String ALL = "400000 400000 80000200000 19900000.00";

    @TempDir
    private Path folder;

    private final List<ServiceProcess> pods = new ArrayList<>();
    private Executable stages;

    @BeforeEach
    void find() throws IOException {
        stages = Executable.named("stages", "datacook-stages");
        Files.createDirectories(folder.resolve("in"));
        for (int file = 0; file < 4; file++) {
            StringBuilder rows = new StringBuilder("id,name,amount\n");
            for (int id = file + 1; id <= ROWS; id += 4) {
                rows.append("%d, name %d ,%d.25\n".formatted(id, id, id % 100));
            }
            Files.writeString(folder.resolve("in/items-%d.csv".formatted(file)), rows);
        }
    }

    @AfterEach
    void stop() {
        pods.forEach(ServiceProcess::close);
    }

    private void recipe(String source, String destination) throws IOException {
        recipe("items", source, destination);
    }

    private void recipe(String name, String source, String destination) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: %s
                source: %s
                transform:
                  steps:
                    - { type: cast, columns: { amount: "decimal(12,2)" } }
                    - { type: trim }
                    - { type: filter, where: "amount >= 0" }
                destination: %s
                runtime: { batch_size: 500, parallelism: 2, checkpoint: { rows_max: 5000 } }
                """.formatted(name, source, destination));
    }

    private ServiceProcess start(String stage, Map<String, String> more) throws IOException {
        String name = stage + "-" + pods.size();
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATACOOK_STAGE",
                stage,
                "DATACOOK_RUN",
                "run-1",
                "DATACOOK_POD",
                name,
                "DATACOOK_RECIPE",
                folder.resolve("recipe.yaml").toString(),
                "DATACOOK_FOLDER",
                folder.toString(),
                "DATACOOK_SOCKETS",
                folder.toString(),
                "DATACOOK_TERMINATION_LOG",
                folder.resolve("last-words").toString()));
        environment.putAll(more);
        ServiceProcess pod = ServiceProcess.start(stages, folder, name, environment);
        pods.add(pod);
        return pod;
    }

    private String output() throws IOException {
        StringBuilder text = new StringBuilder();
        for (ServiceProcess pod : pods) {
            text.append(pod.output()).append('\n');
        }
        return text.toString();
    }

    private void allEndWell() throws IOException, InterruptedException {
        for (ServiceProcess pod : pods) {
            assertThat(pod.await()).as(output()).isZero();
        }
    }

    /// Three stages without a state service, each told where its left neighbour is.
    private void loadOverLinks() throws IOException, InterruptedException {
        ServiceProcess extractor = start("extractor", Map.of());
        ServiceProcess transform = start("transform", Map.of("DATACOOK_UPSTREAM", extractor.authority()));
        start("writer", Map.of("DATACOOK_UPSTREAM", transform.authority(), "DATACOOK_LINK_COMPRESSION", "zstd"));
        allEndWell();
    }

    private String ofParquet() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        select count(*) || ' ' || count(distinct id) || ' ' || sum(id) || ' ' || sum(amount)
                        from read_parquet('%s/out/**/*.parquet') where name = 'name ' || id""".formatted(folder))) {
            result.next();
            return result.getString(1);
        }
    }

    private long filesVisible() throws IOException {
        Path out = folder.resolve("out");
        if (!Files.isDirectory(out)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private void awaitTheMiddle(ServiceProcess writer) throws IOException, InterruptedException {
        while (filesVisible() < 2) {
            assertThat(writer.endsWithinAMoment()).as(output()).isFalse();
        }
    }

    @Test
    void threeStagesLoadFilesOverLinks() throws Exception {
        recipe("{ type: csv, path: \"in/*.csv\" }", PARQUET);

        loadOverLinks();

        assertThat(ofParquet()).isEqualTo(ALL);
    }

    @Test
    void threeContainersOfOnePodMeetAtUnixSockets() throws Exception {
        recipe("{ type: csv, path: \"in/*.csv\" }", PARQUET);
        Map<String, String> fused = Map.of("DATACOOK_LAYOUT", "fused");

        start("writer", fused);
        start("transform", fused);
        start("extractor", fused);
        allEndWell();

        assertThat(ofParquet()).isEqualTo(ALL);
    }

    @Test
    void rowsGoIntoPostgresAndComeBackOverLinks() throws Exception {
        PostgresServer.Database database = PostgresServer.freshDatabase();
        recipe(
                "{ type: csv, path: \"in/*.csv\" }",
                "{ type: postgres, url: \"%s\", table: public.items, write_mode: replace }".formatted(database.url()));
        loadOverLinks();
        assertThat(database.query("select count(*), sum(id), sum(amount) from items"))
                .containsExactly(List.of("400000", "80000200000", "19900000.00"));
        pods.clear();

        recipe("back", "{ type: postgres, url: \"%s\", table: public.items }".formatted(database.url()), PARQUET);
        loadOverLinks();

        assertThat(ofParquet()).isEqualTo(ALL);
    }

    @Test
    void podsFindEachOtherByTheStateServiceAndAKilledWriterIsReplaced() throws Exception {
        try (ServiceProcess service = StateServiceExecutableTest.start(folder)) {
            recipe("{ type: csv, path: \"in/*.csv\" }", PARQUET);
            service.awaitReady();
            Map<String, String> found = Map.of("DATACOOK_STATE_URL", "http://" + service.authority());
            start("extractor", found);
            start("transform", found);
            ServiceProcess writer = start("writer", found);
            awaitTheMiddle(writer);
            writer.kill();
            pods.remove(writer);

            start("writer", found);
            allEndWell();

            assertThat(ofParquet()).isEqualTo(ALL);
            String run = service.send("GET", "/v1/runs/run-1", "").body();
            assertThat(run).contains("\"SUCCEEDED\"");
            assertThat(rowsRead(run))
                    .as("what was read again for the second writer counts too: " + run)
                    .isGreaterThanOrEqualTo(ROWS);
        }
    }

    private static long rowsRead(String run) {
        Matcher total = Pattern.compile("\"totals\":\\{\"rowsRead\":([0-9]+)").matcher(run);
        assertThat(total.find()).as(run).isTrue();
        return Long.parseLong(total.group(1));
    }

    @Test
    void sigtermDrainsAWriterThatDoesTheWholeChainAndItsSuccessorGoesOn() throws Exception {
        recipe("{ type: csv, path: \"in/*.csv\" }", PARQUET);
        Map<String, String> process = Map.of("DATACOOK_LAYOUT", "process");

        ServiceProcess writer = start("writer", process);
        awaitTheMiddle(writer);
        writer.terminate();
        int exit = writer.await();
        int successor = start("writer", process).await();

        assertThat(exit).as(output()).isEqualTo(75);
        assertThat(successor).as(output()).isZero();
        assertThat(ofParquet()).isEqualTo(ALL);
    }

    @Test
    void aRecipeTheUserMustMendEndsWith65AndLastWords() throws Exception {
        recipe("{ type: csv, path: \"in/*.csv\" }", "{ type: parquet, path: out, colour: red }");

        ServiceProcess writer = start("writer", Map.of("DATACOOK_LAYOUT", "process"));

        assertThat(writer.await()).as(output()).isEqualTo(65);
        assertThat(folder.resolve("last-words")).content().contains("\"code\":\"DC101\"", "colour");
    }
}
