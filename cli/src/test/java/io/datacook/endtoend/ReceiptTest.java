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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"out,append", "out,replace", "out.parquet,replace"})
    void agreesAfterEveryLoad(String path, String mode) throws Exception {
        for (int run = 1; run <= 2; run++) {
            StreamReport report =
                    load(path, mode, run, FaultHook.NONE).streams().getFirst();

            assertThat(report.error()).isNull();
            assertThat(report.receipt()).isNotNull();
            assertThat(report.receipt().describe()).isEqualTo("2 rows and 6 columns agree");
        }
    }

    @Test
    void saysSoWhereItCannotTell() throws Exception {
        StreamReport report =
                load("out.parquet", "append", 1, FaultHook.NONE).streams().getFirst();

        assertThat(report.receipt()).isNotNull();
        assertThat(report.receipt().describe()).startsWith("not verified: ");
    }

    @ParameterizedTest
    @CsvSource({"append", "replace"})
    void aFileThatVanishesAfterTheCommitFailsTheRun(String mode) throws Exception {
        RunReport report = load("out", mode, 1, point -> {
            if (point == FaultPoint.WINDOW_CLOSED) {
                removeFiles(folder.resolve("out"));
            }
        });

        DatacookException error = report.error();
        assertThat(error).isNotNull();
        assertThat(error.code()).isEqualTo(ErrorCode.RECEIPT_MISMATCH);
        assertThat(error.describe()).contains("2 rows were committed and 0 are visible");
        assertThat(report.streams().getFirst().attempts()).isEqualTo(1);
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

    private RunReport load(String path, String mode, int run, FaultHook faults) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), """
                name: receipts
                source: { type: csv, path: in.csv }
                destination: { type: parquet, path: %s, write_mode: %s }
                """.formatted(path, mode));
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
