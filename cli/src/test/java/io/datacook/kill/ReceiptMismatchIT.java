package io.datacook.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.load.FaultHook;
import io.datacook.engine.load.FaultPoint;
import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a destination lost or changed behind a load's back ends a real process with exit code 5.
///
/// A database does it by a trigger of its own; a file by what becomes of it between its commit and its publication,
/// while the process that wrote it is dead.
class ReceiptMismatchIT {
    private static final int ROWS = 1_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void firstData() throws IOException {
        data(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "append | NEW.id % 100 <> 0 | NEW.amount | 1000 rows were committed and 990 are visible",
                "append | true | NEW.amount + (NEW.id = 1500)::int | column 'amount' of 1000 rows has",
                "append | true | nullif(NEW.amount, 1500.25) | column 'amount' of 1000 rows has 0 nulls",
                "'merge, merge_keys: [id]' | NEW.id <> 1234 | NEW.amount | 1000 rows were committed and 999 are",
                "'merge, merge_keys: [id]' | true | -NEW.amount | column 'amount' of 1000 rows has"
            })
    void aTriggerThatDropsOrChangesRowsEndsTheRunWithFive(String mode, String kept, String amount, String message)
            throws Exception {
        // Given a table that was loaded before, and a trigger that somebody put on it
        PostgresServer.Database database = PostgresServer.freshDatabase();
        recipe("{ type: postgres, url: \"%s\", table: public.items, write_mode: %s }".formatted(database.url(), mode));
        assertThat(run(Map.of()).exitCode()).isZero();
        database.execute("""
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    NEW.amount := %s;
                    IF %s THEN RETURN NEW; END IF;
                    RETURN NULL;
                END $$
                """.formatted(amount, kept), """
                CREATE TRIGGER meddling BEFORE INSERT ON public.items FOR EACH ROW EXECUTE FUNCTION meddle()
                """);

        // When more rows are loaded
        data(1);
        RealProcess.Ended ended = run(Map.of());

        // Then
        assertMismatch(ended, message);
        assertThat(run(Map.of()).exitCode())
                .as("the load is recorded as done, and the next run finds nothing new")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"CSV, append", "CSV, replace", "JSON, append", "CSV_FILE, append", "JSON_FILE, replace"})
    void aStagedFileThatIsChangedBeforeItIsPublishedEndsTheRunWithFive(Target target, String mode) throws Exception {
        // Given a process that dies when its commit is recorded and nothing is visible yet
        recipe(target.destination(mode, PostgresServer.freshDatabase()));
        killedBeforeItPublished();

        // When one digit of its file changes before the next run publishes it
        Path staged = staged();
        String text = Files.readString(staged);
        assertThat(text).contains("7.25");
        Files.writeString(staged, text.replaceFirst("7\\.25", "8.25"));
        RealProcess.Ended ended = run(Map.of());

        // Then
        assertMismatch(ended, "column 'amount' of 1000 rows has");
    }

    @Test
    void aParquetFileThatIsDamagedBeforeItIsPublishedEndsTheRunWithFive() throws Exception {
        recipe(Target.PARQUET.destination("append", PostgresServer.freshDatabase()));
        killedBeforeItPublished();

        Path staged = staged();
        byte[] bytes = Files.readAllBytes(staged);
        for (int at = bytes.length / 4; at < bytes.length / 2; at++) {
            bytes[at] ^= 0x55;
        }
        Files.write(staged, bytes);

        assertMismatch(run(Map.of()), "the load is recorded as done");
    }

    private void assertMismatch(RealProcess.Ended ended, String message) throws IOException {
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(5);
        assertThat(ended.output())
                .contains("DC405", message)
                .contains("find out what else writes to the target", "--full-refresh")
                .doesNotContain("Exception", "\tat ");
        Path session = session(ended.output());
        // YAML doubles quotes and folds long lines
        assertThat(Files.readString(session.resolve("manifest.yaml"))
                        .replace("''", "'")
                        .replaceAll("\\s+", " "))
                .contains("DC405", message);
        assertThat(Files.readString(session.resolve("report.html")).replace("&#39;", "'"))
                .contains("DC405", message);
    }

    private void killedBeforeItPublished() throws IOException, InterruptedException {
        RealProcess.Ended killed = run(Map.of(FaultHook.VARIABLE, FaultPoint.AFTER_STATE_COMMIT.name()));
        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(FaultHook.EXIT_CODE);
    }

    private RealProcess.Ended run(Map<String, String> environment) throws IOException, InterruptedException {
        return RealProcess.run(folder, environment, "run", "recipe.yaml");
    }

    private void recipe(String destination) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: items
                source: { type: csv, path: "data/*.csv", incremental: { strategy: cursor, cursor_column: id } }
                destination: %s
                """.formatted(destination));
    }

    private void data(int part) throws IOException {
        StringBuilder text = new StringBuilder("id,name,amount\n");
        for (int id = part * ROWS; id < (part + 1) * ROWS; id++) {
            text.append(id)
                    .append(",name ")
                    .append(id % 7)
                    .append(',')
                    .append(id)
                    .append(".25\n");
        }
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/part-" + part + ".csv"), text);
    }

    private Path staged() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            return files.filter(file -> file.toString().endsWith(".staged"))
                    .toList()
                    .getFirst();
        }
    }

    /// The session whose report the run names; a killed run may have begun one in the same second.
    private static Path session(String output) {
        Matcher report = Pattern.compile("(\\S+)/report\\.html").matcher(output);
        assertThat(report.find()).as(output).isTrue();
        return Path.of(report.group(1));
    }
}
