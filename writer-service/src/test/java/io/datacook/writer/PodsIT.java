package io.datacook.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateService;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pods as real processes, a real state service, real files and a real PostgreSQL: however the work is cut and whoever
/// is killed, the destination ends with the rows of one undisturbed process.
class PodsIT {
    private static final int ROWS = 60_000;
    private static final String PARQUET = "{ type: parquet, path: out, write_mode: append }";
    private static final Map<String, String> PROCESS = Map.of("DATACOOK_LAYOUT", "process");

    @SuppressWarnings("NullAway.Init") // JUnit calls start first
    private static PostgresServer.Database database;

    @SuppressWarnings("NullAway.Init") // JUnit calls start first
    private static StateService service;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @BeforeAll
    static void start() {
        StateService.assumePackaged();
        database = PostgresServer.freshDatabase();
        service = StateService.start(database, Map.of());
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private RunOfPods run(Path folder, int lanes) {
        return new RunOfPods(folder, service.address(), root.getFileName() + "-" + folder.getFileName(), lanes);
    }

    /// What one undisturbed process loads.
    private String alone() throws Exception {
        Path folder = Items.folder(root.resolve("alone"), ROWS, PARQUET.replace("append", "replace"));
        try (RunOfPods run = run(folder, 1)) {
            PodProcess writer = run.start("writer", 0, PROCESS);
            assertThat(writer.await()).as(run.output()).isZero();
        }
        String rows = Items.ofParquet(folder);
        assertThat(rows).startsWith(ROWS + " " + ROWS + " ");
        return rows;
    }

    @Test
    void threePodsLoadWhatOneProcessLoadsAndTheStateServiceKnowsIt() throws Exception {
        String expected = alone();
        Path folder = Items.folder(root.resolve("split"), ROWS, PARQUET);

        try (RunOfPods run = run(folder, 1)) {
            PodProcess writer = run.start("writer", 0, Map.of());
            PodProcess transform = run.start("transform", 0, Map.of("DATACOOK_LINK_COMPRESSION", "zstd"));
            PodProcess extractor = run.start("extractor", 0, Map.of());

            assertThat(writer.await()).as(run.output()).isZero();
            assertThat(transform.await()).as(run.output()).isZero();
            assertThat(extractor.await()).as(run.output()).isZero();
            assertThat(run.known()).contains("\"SUCCEEDED\"").contains("\"rowsRead\":" + ROWS);
        }
        assertThat(Items.ofParquet(folder)).isEqualTo(expected);
    }

    @Test
    void threeContainersOfOnePodMeetAtUnixSockets() throws Exception {
        String expected = alone();
        Path folder = Items.folder(root.resolve("fused"), ROWS, PARQUET);
        Map<String, String> fused = Map.of("DATACOOK_LAYOUT", "fused", "DATACOOK_SOCKETS", folder.toString());

        try (RunOfPods run = run(folder, 1)) {
            PodProcess writer = run.start("writer", 0, fused);
            PodProcess transform = run.start("transform", 0, fused);
            PodProcess extractor = run.start("extractor", 0, fused);

            assertThat(writer.await()).as(run.output()).isZero();
            assertThat(transform.await()).as(run.output()).isZero();
            assertThat(extractor.await()).as(run.output()).isZero();
        }
        assertThat(Items.ofParquet(folder)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extractor", "transform", "writer"})
    void aPodKilledInTheMiddleIsReplacedAndNothingIsLostOrDoubled(String victim) throws Exception {
        String expected = alone();
        Path folder = Items.folder(root.resolve("killed-" + victim), ROWS, PARQUET);

        try (RunOfPods run = run(folder, 1)) {
            Map<String, PodProcess> pods = new java.util.HashMap<>();
            for (String stage : new String[] {"extractor", "transform", "writer"}) {
                pods.put(stage, run.start(stage, 0, Map.of()));
            }
            PodProcess killed = Objects.requireNonNull(pods.get(victim));
            boolean inTheMiddle =
                    RunOfPods.await(Objects.requireNonNull(pods.get("writer")), () -> Items.filesVisible(folder) >= 2);
            killed.kill();
            pods.put(victim, run.start(victim, 0, Map.of()));

            assertThat(inTheMiddle).isTrue();
            for (Map.Entry<String, PodProcess> pod : pods.entrySet()) {
                assertThat(pod.getValue().await())
                        .as(pod.getKey() + ": " + run.output())
                        .isZero();
            }
        }
        assertThat(Items.ofParquet(folder)).isEqualTo(expected);
    }

    @Test
    void sigtermDrainsAWriterAndItsSuccessorContinues() throws Exception {
        String expected = alone();
        Path folder = Items.folder(root.resolve("drained"), ROWS, PARQUET);

        try (RunOfPods run = run(folder, 1)) {
            PodProcess writer = run.start("writer", 0, PROCESS);
            boolean inTheMiddle = RunOfPods.await(writer, () -> Items.filesVisible(folder) >= 2);
            writer.terminate();
            int exit = writer.await();
            int visible = Items.filesVisible(folder);
            PodProcess successor = run.start("writer", 0, PROCESS);

            assertThat(inTheMiddle).isTrue();
            assertThat(exit).as(run.output()).isEqualTo(75);
            assertThat(visible).isLessThan(ROWS / 5000 + Items.FILES);
            assertThat(successor.await()).as(run.output()).isZero();
        }
        assertThat(Items.ofParquet(folder)).isEqualTo(expected);
    }

    @Test
    void aWriterWhoseNeighboursWereToldToEndFirstDrainsAllTheSame() throws Exception {
        String expected = alone();
        Path folder = Items.folder(root.resolve("drained-all"), ROWS, PARQUET);

        try (RunOfPods run = run(folder, 1)) {
            PodProcess writer = run.start("writer", 0, Map.of());
            PodProcess transform = run.start("transform", 0, Map.of());
            PodProcess extractor = run.start("extractor", 0, Map.of());
            boolean inTheMiddle = RunOfPods.await(writer, () -> Items.filesVisible(folder) >= 2);
            extractor.terminate();
            transform.terminate();
            int extractorExit = extractor.await();
            int transformExit = transform.await();
            writer.terminate();
            int writerExit = writer.await();
            PodProcess successor = run.start("writer", 0, PROCESS);

            assertThat(inTheMiddle).isTrue();
            assertThat(extractorExit).as(run.output()).isEqualTo(75);
            assertThat(transformExit).as(run.output()).isEqualTo(75);
            assertThat(writerExit).as(run.output()).isEqualTo(75);
            assertThat(successor.await()).as(run.output()).isZero();
        }
        assertThat(Items.ofParquet(folder)).isEqualTo(expected);
    }

    @Test
    void twoLanesShareAWindowInFilesAndInPostgres() throws Exception {
        String expected = alone();
        Path files = Items.folder(root.resolve("lanes"), ROWS, PARQUET);
        Path rows = Items.folder(
                root.resolve("lanes-pg"),
                ROWS,
                "{ type: postgres, url: \"%s\", table: public.items, write_mode: replace }".formatted(database.url()));

        lanes(files);
        lanes(rows);

        assertThat(Items.ofParquet(files)).isEqualTo(expected);
        assertThat(Items.ofPostgres(database, "public.items")).startsWith(ROWS + " " + ROWS + " ");
    }

    private void lanes(Path folder) throws Exception {
        try (RunOfPods run = run(folder, 2)) {
            PodProcess second = run.start("writer", 1, PROCESS);
            PodProcess first = run.start("writer", 0, PROCESS);

            assertThat(first.await()).as(run.output()).isZero();
            assertThat(second.await()).as(run.output()).isZero();
            assertThat(run.known()).contains("\"SUCCEEDED\"");
        }
    }

    @Test
    void aRecipeTheUserMustMendEndsWith65AndLastWords() throws Exception {
        Path folder = Items.folder(root.resolve("wrong"), 10, "{ type: parquet, path: out, colour: red }");

        try (RunOfPods run = run(folder, 1)) {
            PodProcess writer = run.start("writer", 0, PROCESS);

            assertThat(writer.await()).as(run.output()).isEqualTo(65);
            assertThat(folder.resolve("writer-0-1.last"))
                    .content()
                    .contains("\"code\":\"DC101\"")
                    .contains("colour");
        }
    }
}
