package io.datacook.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three pods, each a process, load what one process loads.
class PodsIT {
    private static final int ROWS = 60_000;

    @Test
    void threePodsLoadWhatOneProcessLoads(@TempDir Path root) throws Exception {
        Path alone = folder(root.resolve("alone"));
        Path split = folder(root.resolve("split"));

        try (PodProcess whole = PodProcess.start(alone, "writer", "writer", settings("process", 0))) {
            assertThat(whole.await()).as(whole.output()).isZero();
        }
        split(split);

        assertThat(rows(split)).isEqualTo(rows(alone));
        assertThat(rows(alone)).startsWith(ROWS + " " + ROWS);
    }

    private static void split(Path folder) throws IOException, InterruptedException {
        int extractor = PodProcess.freePort();
        int transform = PodProcess.freePort();
        try (PodProcess left = PodProcess.start(folder, "extractor", "extractor", at(extractor, 0));
                PodProcess middle = PodProcess.start(folder, "transform", "transform", at(transform, extractor));
                PodProcess right = PodProcess.start(folder, "writer", "writer", at(PodProcess.freePort(), transform))) {
            assertThat(right.await()).as(right.output()).isZero();
            assertThat(middle.await()).as(middle.output()).isZero();
            assertThat(left.await()).as(left.output()).isZero();
        }
    }

    private static Map<String, String> at(int port, int left) {
        return Map.of("QUARKUS_HTTP_PORT", "" + port, "DATACOOK_UPSTREAM", "127.0.0.1:" + left);
    }

    private static Map<String, String> settings(String layout, int port) {
        return Map.of("DATACOOK_LAYOUT", layout, "QUARKUS_HTTP_PORT", "" + port);
    }

    private static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder rows = new StringBuilder("id,name,amount\n");
        for (int i = 1; i <= ROWS; i++) {
            rows.append(i)
                    .append(",name ")
                    .append(i)
                    .append(',')
                    .append(i % 100)
                    .append(".25\n");
        }
        Files.writeString(folder.resolve("items.csv"), rows);
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: items
                source: { type: csv, path: items.csv }
                transform: { steps: [ { type: cast, columns: { amount: "decimal(12,2)" } } ] }
                destination: { type: parquet, path: out, write_mode: append }
                runtime: { batch_size: 1000, parallelism: 2, checkpoint: { rows_max: 10000 } }
                """);
        return folder;
    }

    /// Rows, distinct ids and a sum over all values that any change of a row changes.
    private static String rows(Path folder) throws SQLException {
        String query = "select count(*), count(distinct id), sum(hash(id, name, amount)::hugeint) "
                + "from read_parquet('%s/out/*.parquet')".formatted(folder);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1) + " " + result.getString(2) + " " + result.getString(3);
        }
    }
}
