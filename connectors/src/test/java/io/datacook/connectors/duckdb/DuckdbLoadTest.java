package io.datacook.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import io.datacook.testkit.Tables;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the contract cannot ask: lanes at once, other processes, kills, tables that somebody else made.
class DuckdbLoadTest {
    static final Schema SCHEMA = Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static Destination destination(BufferAllocator allocator, Path file) {
        ConnectorContext context = new ConnectorContext(
                allocator,
                Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC),
                folder(file),
                folder(file).resolve("scratch"),
                4);
        return DuckdbDestination.open(new DuckdbDestinationOptions(file, "main", ByteSize.parse("64MiB"), 2), context);
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private static LoadRequest request(WriteMode mode, String window, long fence, SchemaChange... changes) {
        return new LoadRequest("r", "s", window, SCHEMA, mode, List.of(changes), -1, fence);
    }

    private static void epoch(
            BufferAllocator allocator, Load load, String window, String split, long epoch, long fence, int rows) {
        EpochId id = new EpochId("r", "s", window, split, epoch, fence);
        try (EpochWriter.Transactional writer = (EpochWriter.Transactional) load.begin(id)) {
            for (int batch = 0; batch < 2; batch++) {
                List<@Nullable Object[]> values = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    values.add(new @Nullable Object[] {epoch * 1000L + row, split + "-" + epoch});
                }
                try (io.datacook.api.Batch given = Tables.batch(allocator, SCHEMA, 1, values)) {
                    writer.write(given);
                }
            }
            writer.commit("{\"epoch\":" + epoch + "}");
        }
    }

    @Test
    void lanesCommitAtOnceWithoutConflictsInEveryMode() throws Exception {
        List<WriteMode> modes = List.of(
                new WriteMode.Append(),
                new WriteMode.Replace(),
                new WriteMode.Merge(List.of("id"), null),
                new WriteMode.Scd2(List.of("id")));
        for (WriteMode mode : modes) {
            Path file = folder.resolve(mode.word() + ".duckdb");
            try (BufferAllocator allocator = new RootAllocator();
                    Destination destination = destination(allocator, file);
                    Load load = destination.load(request(mode, "w1", 1));
                    ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
                load.open();
                List<Future<?>> all = new ArrayList<>();
                for (int lane = 0; lane < 4; lane++) {
                    String split = "s" + lane;
                    long fence = lane + 2L;
                    all.add(lanes.submit(() -> {
                        load.claim(split, fence);
                        for (long epoch = 1; epoch <= 5; epoch++) {
                            epoch(allocator, load, "w1", split, epoch, fence, 50);
                        }
                    }));
                }
                for (Future<?> lane : all) {
                    lane.get();
                }
                load.finish(List.of());
            }
            boolean keyed = mode instanceof WriteMode.Merge || mode instanceof WriteMode.Scd2;
            String current = mode instanceof WriteMode.Scd2 ? " WHERE _datacook_valid_to IS NULL" : "";
            assertThat(DuckHand.column(file, "SELECT count(*) FROM main.main" + current))
                    .as(mode.word())
                    .containsExactly(keyed ? "250" : "2000");
        }
    }

    @Test
    void replaceKeepsDefaultsAndChangesTheTableOnlyAtTheEnd() {
        Path file = folder.resolve("swap.duckdb");
        DuckHand.execute(
                file,
                "CREATE TABLE main (id INTEGER NOT NULL, name VARCHAR, kept INTEGER DEFAULT 7)",
                "INSERT INTO main VALUES (1, 'old', 1)",
                "CREATE VIEW names AS SELECT name FROM main");
        try (BufferAllocator allocator = new RootAllocator();
                Destination destination = destination(allocator, file)) {
            SchemaChange widen = new SchemaChange.Widen(SCHEMA.findField("id"), SCHEMA.findField("id"));
            try (Load load = destination.load(request(new WriteMode.Replace(), "w1", 1, widen))) {
                load.open();
                load.claim("s", 2);
                epoch(allocator, load, "w1", "s", 1, 2, 1);
                assertThat(DuckHand.column(file, "SELECT typeof(id) || name FROM main.main"))
                        .containsExactly("INTEGERold");
                load.finish(List.of());
            }
        }
        assertThat(DuckHand.column(file, "SELECT DISTINCT typeof(id) || name || kept FROM main.main"))
                .containsExactly("BIGINTs-17");
        assertThat(DuckHand.column(file, "SELECT name FROM names")).containsExactly("s-1", "s-1");
    }

    @Test
    void mergeKeepsTheValuesOfColumnsThatTheStreamDoesNotHave() {
        Path file = folder.resolve("merge.duckdb");
        DuckHand.execute(
                file,
                "CREATE TABLE main (id BIGINT PRIMARY KEY, name VARCHAR, note VARCHAR DEFAULT 'new')",
                "INSERT INTO main VALUES (1000, 'old', 'mine'), (5, 'five', 'too')");
        try (BufferAllocator allocator = new RootAllocator();
                Destination destination = destination(allocator, file);
                Load load = destination.load(request(new WriteMode.Merge(List.of("id"), null), "w1", 1))) {
            load.open();
            load.claim("s", 2);
            epoch(allocator, load, "w1", "s", 1, 2, 2);
            load.finish(List.of());
        }
        assertThat(DuckHand.rows(file, "SELECT * FROM main.main ORDER BY id").toString())
                .isEqualTo("[{id=5, name=five, note=too}, {id=1000, name=s-1, note=mine}, "
                        + "{id=1001, name=s-1, note=new}]");
    }

    @Test
    void scd2EndsVersionsOnceHoweverOftenAKeyChangesInALoad() {
        Path file = folder.resolve("versions.duckdb");
        DuckHand.execute(
                file,
                "CREATE TABLE main (id BIGINT, name VARCHAR, note VARCHAR, _datacook_valid_from TIMESTAMPTZ NOT NULL, "
                        + "_datacook_valid_to TIMESTAMPTZ)",
                "INSERT INTO main VALUES (1000, 'old', 'mine', '2026-01-01 00:00:00+00', NULL), "
                        + "(1000, 'older', 'mine', '2025-01-01 00:00:00+00', '2026-01-01 00:00:00+00')");
        try (BufferAllocator allocator = new RootAllocator();
                Destination destination = destination(allocator, file);
                Load load = destination.load(request(new WriteMode.Scd2(List.of("id")), "w1", 1))) {
            load.open();
            load.claim("a", 2);
            load.claim("b", 3);
            epoch(allocator, load, "w1", "a", 1, 2, 1);
            epoch(allocator, load, "w1", "b", 1, 3, 1);
            load.finish(List.of());
        }
        assertThat(DuckHand.column(
                        file,
                        "SELECT concat_ws(' ', name, note, _datacook_valid_from::DATE, _datacook_valid_to::DATE) "
                                + "FROM main.main ORDER BY _datacook_valid_from"))
                .containsExactly(
                        "older mine 2025-01-01 2026-01-01", "old mine 2026-01-01 2026-11-21", "b-1 2026-11-21");
    }

    @Test
    void createsTheFileAndItsFoldersOnTheFirstLoadOnly() {
        Path file = folder.resolve("new/deep/first.duckdb");
        try (BufferAllocator allocator = new RootAllocator();
                Destination destination = destination(allocator, file)) {
            assertThat(destination.existing()).isNull();
            try (Load load = destination.load(request(new WriteMode.Append(), "w1", 1))) {
                assertThat(folder.resolve("new")).doesNotExist();
                load.open();
                assertThat(file).exists();
            }
        }
        assertThat(Path.of(file + ".wal")).doesNotExist();
    }

    @Test
    void refusesTypesAndValuesThatDoNotFitNamingTheColumn() {
        Path file = folder.resolve("strict.duckdb");
        DuckHand.execute(file, "CREATE TABLE main (id TINYINT, name VARCHAR)");
        try (BufferAllocator allocator = new RootAllocator();
                Destination destination = destination(allocator, file);
                Load load = destination.load(request(new WriteMode.Append(), "w1", 1))) {
            Schema half = new Schema(List.of(io.datacook.api.TypeNames.parse("h", "float16")));
            assertThatThrownBy(() -> destination.stored(half))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
                    .hasMessage("column 'h' is of type float16, which DuckDB cannot keep; "
                            + "cast it to a type it can, such as float32");
            load.open();
            load.claim("s", 2);
            assertThatThrownBy(() -> epoch(allocator, load, "w1", "s", 1, 2, 1))
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID))
                    .hasMessageContaining("strict.duckdb table main")
                    .hasMessageContaining("1000");
        }
        assertThat(DuckHand.rows(file, "SELECT * FROM main.main")).isEmpty();
    }

    @Test
    void readingAndWritingOneFileInOneRunIsRefused() {
        Path file = folder.resolve("both.duckdb");
        DuckHand.execute(file, "CREATE TABLE main (id BIGINT, name VARCHAR)");
        try (BufferAllocator allocator = new RootAllocator();
                io.datacook.api.Source source = DuckdbSource.open(
                        new DuckdbSourceOptions(file, null, null, ByteSize.parse("64MiB"), 1),
                        new ConnectorContext(allocator, Clock.systemUTC(), folder, folder, 1));
                Destination destination = destination(allocator, file);
                Load load = destination.load(request(new WriteMode.Append(), "w1", 1))) {
            assertThat(source.describe().rowsEstimate()).isZero();
            assertThatThrownBy(load::open)
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RECIPE_UNSUPPORTED))
                    .hasMessageContaining("read and written by the same run");
        }
    }

    /// Another process: loads epochs into the file without end, or keeps it open, until it is killed.
    public static final class Other {
        private Other() {}

        /// Runs until killed.
        ///
        /// @param arguments the file, and `hold` or `load`
        public static void main(String[] arguments) throws Exception {
            Path file = Path.of(arguments[0]);
            try (BufferAllocator allocator = new RootAllocator();
                    Destination destination = destination(allocator, file);
                    Load load = destination.load(request(new WriteMode.Append(), "w1", 1))) {
                load.open();
                load.claim("s", 2);
                for (long epoch = 1; arguments[1].equals("load"); epoch++) {
                    epoch(allocator, load, "w1", "s", epoch, 2, 3_000);
                    System.out.println(epoch);
                }
                System.out.println("holding");
                System.in.read();
            }
        }
    }

    private static Process other(Path file, String what) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                file.toString(),
                what));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void aFileThatAnotherProcessWritesIsNamedWithThatProcess() throws Exception {
        Path file = folder.resolve("locked.duckdb");
        Process other = other(file, "hold");
        try (BufferedReader said =
                        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
                BufferAllocator allocator = new RootAllocator();
                Destination destination = destination(allocator, file);
                Load load = destination.load(request(new WriteMode.Append(), "w1", 1))) {
            assertThat(said.readLine()).isEqualTo("holding");
            assertThatThrownBy(load::open)
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE))
                    .hasMessageContaining("locked.duckdb")
                    .hasMessageContaining("process " + other.pid())
                    .hasMessageContaining("close it there and run again");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKilledProcessLeavesWholeEpochsAndTheCheckpointOfTheLast() throws Exception {
        for (int epochs : List.of(1, 4, 9)) {
            // Given
            Path file = folder.resolve("killed-" + epochs + ".duckdb");
            Process other = other(file, "load");
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    if (Integer.parseInt(line) >= epochs) {
                        break;
                    }
                }
            } finally {
                // When
                other.destroyForcibly().waitFor();
            }
            // Then
            try (BufferAllocator allocator = new RootAllocator();
                    Destination destination = destination(allocator, file);
                    Load load = destination.load(request(new WriteMode.Append(), "w1", 10))) {
                load.open();
                String checkpoint = String.valueOf(load.claim("s", 11));
                long committed = Long.parseLong(checkpoint.replaceAll("\\D", ""));
                assertThat(committed).isGreaterThanOrEqualTo(epochs);
                assertThat(DuckHand.column(file, "SELECT count(*) FROM main.main"))
                        .containsExactly(Long.toString(committed * 6_000));
                epoch(allocator, load, "w1", "s", committed + 1, 11, 1);
                load.finish(List.of());
                assertThat(DuckHand.column(file, "SELECT count(*) FROM main.main"))
                        .containsExactly(Long.toString(committed * 6_000 + 2));
            }
            assertThat(Files.exists(file)).isTrue();
        }
    }
}
