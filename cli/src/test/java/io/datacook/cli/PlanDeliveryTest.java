package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How often rows may arrive is said before the first is read, and less than a recipe requires is refused.
class PlanDeliveryTest {
    /// A table may hold other rows when it is read again, so a pair with this source promises less.
    private final PostgresServer.Database database = PostgresServer.freshDatabase();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        database.execute("CREATE TABLE items (id int PRIMARY KEY)", "INSERT INTO items VALUES (1), (2)");
        Files.writeString(folder.resolve("in.csv"), "id\n1\n2\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv      | append                  | exactly_once: rows and checkpoint are one transaction",
                "postgres | append                  | at_least_once: the source may give other rows",
                "postgres | 'merge, merge_keys: [id]' | idempotent: the source may give other rows"
            })
    void planSaysWhatThePairGives(String source, String mode, String delivery) throws IOException {
        recipe(source, mode, null);

        CliRun.Result plan = datacook("plan");

        assertThat(plan.exit()).as(plan.err()).isZero();
        assertThat(plan.out()).contains(delivery);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres, append, exactly_once, at_least_once",
        "postgres, append, idempotent, at_least_once",
        "postgres, 'merge, merge_keys: [id]', exactly_once, idempotent"
    })
    void lessThanRequiredIsRefusedBeforeAnythingIsWritten(String source, String mode, String required, String given)
            throws IOException {
        recipe(source, mode, required);

        for (String command : List.of("plan", "run")) {
            CliRun.Result refused = datacook(command);

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("DC103", "require.delivery is " + required, "gives " + given + ": ")
                    .contains("or require " + given);
            assertThat(folder.resolve("out.duckdb")).doesNotExist();
        }
    }

    @Test
    void whatIsGivenMayBeRequired() throws IOException {
        recipe("postgres", "append", "at_least_once");
        assertThat(datacook("run").exit()).isZero();

        recipe("csv", "replace", "exactly_once");
        assertThat(datacook("run").exit()).isZero();
    }

    private CliRun.Result datacook(String command) {
        return CliRun.in(folder).run(command, "recipe.yaml");
    }

    private void recipe(String source, String mode, @Nullable String required) throws IOException {
        String from = source.equals("csv")
                ? "{ type: csv, path: in.csv }"
                : "{ type: postgres, url: \"%s\", table: items }".formatted(database.url());
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: items
                source: %s
                destination: { type: duckdb, path: out.duckdb, table: items, write_mode: %s }
                %s
                """.formatted(
                        from, mode, required == null ? "" : "require: { delivery: %s }".formatted(required)));
    }
}
