package io.datacook.connectors.csv;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.connectors.files.FileCompression;
import io.datacook.testkit.DestinationContract;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class CsvDestinationTest implements DestinationContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    public Set<DestinationFeature> features() {
        return Objects.requireNonNull(new CsvConnector().destination()).features();
    }

    @Override
    public Destination open(ConnectorContext context, String target) {
        return CsvDestination.open(options(folder.resolve(target).toString()), context);
    }

    static CsvDestinationOptions options(String path) {
        return new CsvDestinationOptions(
                path,
                null,
                "\"",
                true,
                "~",
                FileCompression.NONE,
                CsvDestinationOptions.Order.GIVEN,
                new ByteSize(128 << 20));
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        Path files = folder.resolve(target);
        if (!Files.isDirectory(files) || !hasFiles(files)) {
            return List.of();
        }
        String query = ("SELECT * FROM read_csv('%s/*.csv', all_varchar = true, header = true, nullstr = '~', "
                        + "union_by_name = true, delim = ',')")
                .formatted(files);
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                Map<String, @Nullable String> row = new HashMap<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.put(found.getMetaData().getColumnName(column), found.getString(column));
                }
                rows.add(row);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return rows;
    }

    private static boolean hasFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".csv"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public List<TypeCase> types() {
        return CsvTypeCases.all();
    }
}
