package io.datacook.writer;

import io.datacook.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/// Rows in CSV files, a recipe that loads them, and how to read them back.
final class Items {
    static final int FILES = 4;

    private Items() {}

    /// A folder with the rows and a recipe.
    ///
    /// @param rows in all files together
    /// @param destination as a recipe spells it
    static Path folder(Path folder, int rows, String destination) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder("id,name,amount\n");
            for (int i = file + 1; i <= rows; i += FILES) {
                text.append(i)
                        .append(",name ")
                        .append(i)
                        .append(',')
                        .append(i % 100)
                        .append(".25\n");
            }
            Files.writeString(folder.resolve("in/items-%d.csv".formatted(file)), text);
        }
        Files.writeString(folder.resolve("recipe.yaml"), """
                name: items
                source: { type: csv, path: "in/*.csv" }
                transform: { steps: [ { type: cast, columns: { amount: "decimal(12,2)" } }, { type: trim } ] }
                destination: %s
                runtime: { batch_size: 500, parallelism: 2, checkpoint: { rows_max: 5000 } }
                """.formatted(destination));
        return folder;
    }

    /// Rows, distinct ids and a sum over all values that any change of a row changes, of Parquet files.
    static String ofParquet(Path folder) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return query(
                    connection,
                    "sum(hash(id, name, amount)::hugeint)",
                    "read_parquet('%s/out/*.parquet')".formatted(folder));
        }
    }

    /// The same of a PostgreSQL table.
    static String ofPostgres(PostgresServer.Database database, String table) throws SQLException {
        try (Connection connection = database.connect()) {
            return query(connection, "sum(hashtext(id || '|' || name || '|' || amount))", table);
        }
    }

    private static String query(Connection connection, String sum, String relation) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select count(*), count(distinct id), %s from %s".formatted(sum, relation))) {
            result.next();
            return result.getString(1) + " " + result.getString(2) + " " + result.getString(3);
        }
    }

    /// How many files are visible at the destination.
    static int filesVisible(Path folder) throws IOException {
        Path out = folder.resolve("out");
        if (!Files.isDirectory(out)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(out)) {
            List<Path> visible =
                    files.filter(file -> file.toString().endsWith(".parquet")).toList();
            return visible.size();
        }
    }
}
