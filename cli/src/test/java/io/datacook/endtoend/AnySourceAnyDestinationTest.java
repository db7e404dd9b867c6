package io.datacook.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.run.Datacook;
import io.datacook.engine.run.Outcome;
import io.datacook.engine.run.RunReport;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// CSV → first system → second system → CSV: the rows at the end are those at the beginning, for every pair.
class AnySourceAnyDestinationTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int ROWS = 500;

    /// A system that rows pass through.
    enum Passing {
        CSV("{ type: csv, path: %s_csv }", "{ type: csv, path: \"%s_csv/*.csv\" }"),
        JSON("{ type: json, path: %s_json }", "{ type: json, path: \"%s_json/*.ndjson\" }"),
        PARQUET("{ type: parquet, path: %s_pq }", "{ type: parquet, path: \"%s_pq/*.parquet\" }"),
        PARQUET_S3("{ type: parquet, S3(%s_pq) }", "{ type: parquet, S3(%s_pq/*.parquet) }"),
        DUCKDB("{ type: duckdb, path: %s.duckdb, table: t }", "{ type: duckdb, path: %s.duckdb, table: t }"),
        POSTGRES("{ type: postgres, url: \"URL\", table: %s }", "{ type: postgres, url: \"URL\", table: %s }");

        private final String written;
        private final String read;

        Passing(String written, String read) {
            this.written = written;
            this.read = read;
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Passing.values())
                .flatMap(first -> Stream.of(Passing.values()).map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void rowsComeOutAsTheyWentIn(Passing first, Passing second, @TempDir Path folder) throws Exception {
        Path data = Files.writeString(folder.resolve("data.csv"), data());
        Systems systems = new Systems(
                PostgresServer.freshDatabase().url(),
                Stream.of(first, second).anyMatch(Passing.PARQUET_S3::equals) ? S3Server.freshBucket() : null);

        load(folder, "{ type: csv, path: data.csv }", first.written.formatted("a"), systems);
        load(folder, first.read.formatted("a"), second.written.formatted("b"), systems);
        load(folder, second.read.formatted("b"), "{ type: csv, path: end }", systems);

        List<String> expected = rows(data.toString());
        assertThat(expected).hasSize(ROWS);
        assertThat(rows(folder + "/end/*.csv")).isEqualTo(expected);
    }

    /// The servers of one test; a bucket where one is needed.
    private record Systems(String url, S3Server.@Nullable Bucket bucket) {
        String in(String section) {
            return Pattern.compile("S3\\((.*)\\)")
                    .matcher(section.replace("URL", url))
                    .replaceAll(found -> Objects.requireNonNull(bucket).options(found.group(1)));
        }
    }

    private static void load(Path folder, String source, String destination, Systems systems) throws Exception {
        int number = folder.toFile().list().length;
        Path file = Files.writeString(
                folder.resolve("recipe-" + number + ".yaml"),
                "name: step-%d\nsource: %s\ndestination: %s\nruntime: { batch_size: 100 }\n"
                        .formatted(number, systems.in(source), systems.in(destination)));
        RunReport report = Datacook.create(CLOCK).run(Recipe.load(file), "run-" + number);
        assertThat(report.error()).isNull();
        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.totals().rowsWritten()).isEqualTo(ROWS);
    }

    private static String data() {
        StringBuilder text = new StringBuilder("id,name,amount,ratio,active,day,stamp\n");
        for (int id = 1; id <= ROWS; id++) {
            String name = id % 7 == 0 ? "" : id % 5 == 0 ? "\"said \"\"ü, €\"\"\nand left\"" : "name " + id;
            String amount = id % 11 == 0 ? "" : id + "." + (10 + id % 90);
            text.append("%d,%s,%s,%s,%s,2026-%02d-%02d,2026-01-02 03:%02d:%02d.123456\n"
                    .formatted(id, name, amount, id / 8.0, id % 2 == 0, 1 + id % 12, 1 + id % 28, id % 60, id % 60));
        }
        return text.toString();
    }

    private static List<String> rows(String files) throws SQLException {
        String query = """
                select id || '|' || coalesce(name, 'NULL') || '|' || coalesce(amount::decimal(18, 2)::varchar, 'NULL')
                  || '|' || ratio::double || '|' || active::boolean || '|' || day::date || '|' || stamp::timestamp
                from read_csv('%s', header = true) order by id::bigint
                """.formatted(files);
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
