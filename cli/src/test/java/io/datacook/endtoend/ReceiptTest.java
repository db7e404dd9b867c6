package io.datacook.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.run.Datacook;
import io.datacook.engine.run.RunReport;
import io.datacook.engine.run.StreamReport;
import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a load says about what is visible after it.
class ReceiptTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("in.csv"),
                "id,name,price,day,stamp,ok\n1,ann,1.50,2026-01-02,2026-01-02 03:04:05.5,true\n2,,2.25,,,false\n");
    }

    private static final List<String> FILES = List.of(
            "{ type: parquet, path: out, write_mode: append }",
            "{ type: parquet, path: out, write_mode: replace }",
            "{ type: parquet, path: out.parquet, write_mode: replace }",
            "{ type: csv, path: out, write_mode: append }",
            "{ type: csv, path: out, write_mode: replace }",
            "{ type: csv, path: out/one.csv, write_mode: replace }",
            "{ type: json, path: out, write_mode: append }",
            "{ type: json, path: out, write_mode: replace }");

    private static Stream<String> destinations() {
        Stream<String> databases = Stream.of("append", "replace", "merge, merge_keys: [id]", "scd2, merge_keys: [id]")
                .flatMap(mode -> Stream.of(
                        "{ type: duckdb, path: out.duckdb, table: items, write_mode: " + mode + " }",
                        "{ type: postgres, url: \"URL\", table: public.items, write_mode: " + mode + " }"));
        return Stream.concat(FILES.stream(), databases);
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void agreesAfterEveryLoad(String destination) throws Exception {
        PostgresServer.Database database = PostgresServer.freshDatabase();
        for (int run = 1; run <= 2; run++) {
            StreamReport report = load(destination.replace("URL", database.url()), run, FaultHook.NONE)
                    .streams()
                    .getFirst();

            assertThat(report.error()).isNull();
            assertThat(report.receipt()).isNotNull();
            assertThat(report.receipt().describe()).isEqualTo("2 rows and 6 columns agree");
        }
    }

    @Test
    void saysSoWhereItCannotTell() throws Exception {
        StreamReport report = load("{ type: parquet, path: out.parquet, write_mode: append }", 1, FaultHook.NONE)
                .streams()
                .getFirst();

        assertThat(report.receipt()).isNotNull();
        assertThat(report.receipt().describe()).startsWith("not verified: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "replace"})
    void aFileThatVanishesAfterTheCommitFailsTheRun(String mode) throws Exception {
        for (String type : List.of("parquet", "csv", "json")) {
            RunReport report =
                    load("{ type: %s, path: out-%s, write_mode: %s }".formatted(type, type, mode), 1, point -> {
                        if (point == FaultPoint.WINDOW_CLOSED) {
                            removeFiles(folder.resolve("out-" + type));
                        }
                    });

            assertMismatch(report, "2 rows were committed and 0 are visible");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "append, DELETE FROM public.items WHERE id = 1, 2 rows were committed and 1 are visible",
        "append, UPDATE public.items SET name = 'eve' WHERE id = 1, 2 rows were committed and 1 are visible",
        "replace, INSERT INTO public.items SELECT * FROM public.items WHERE id = 1, and 3 are visible",
        "replace, UPDATE public.items SET name = 'eve' WHERE id = 1, column 'name' of 2 rows",
        "merge, UPDATE public.items SET price = 1.51 WHERE id = 1, column 'price' of 2 rows",
        "merge, DELETE FROM public.items WHERE id = 2, 2 rows were committed and 1 are visible",
        "scd2, UPDATE public.items SET _datacook_valid_to = now() WHERE id = 2, and 1 are visible",
        "scd2, INSERT INTO public.items SELECT * FROM public.items WHERE id = 1, and 3 are visible"
    })
    void aRowThatIsChangedBehindTheLoadFailsTheRun(String mode, String sql, String message) throws Exception {
        PostgresServer.Database database = PostgresServer.freshDatabase();
        String keys = mode.equals("merge") || mode.equals("scd2") ? ", merge_keys: [id]" : "";
        String destination = "{ type: postgres, url: \"%s\", table: public.items, write_mode: %s%s }"
                .formatted(database.url(), mode, keys);

        RunReport report = load(destination, 1, point -> {
            if (point == FaultPoint.WINDOW_CLOSED) {
                execute(database, sql);
            }
        });

        assertMismatch(report, message);
    }

    private static void assertMismatch(RunReport report, String message) {
        DatacookException error = report.error();
        assertThat(error).isNotNull();
        assertThat(error.code()).isEqualTo(ErrorCode.RECEIPT_MISMATCH);
        assertThat(error.describe()).contains(message);
        assertThat(report.streams().getFirst().attempts()).isEqualTo(1);
    }

    private static void execute(PostgresServer.Database database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void removeFiles(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private RunReport load(String destination, int run, FaultHook faults) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), """
                name: receipts
                source: { type: csv, path: in.csv }
                destination: %s
                """.formatted(destination));
        Datacook plain = Datacook.create(Clock.systemUTC());
        return new Datacook(
                        plain.catalog(),
                        plain.environment(),
                        plain.clock(),
                        plain.listener(),
                        plain.stop(),
                        plain.lockWait(),
                        plain.state(),
                        faults)
                .run(Recipe.load(file), "run-" + run);
    }
}
