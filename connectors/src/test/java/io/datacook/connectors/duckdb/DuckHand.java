package io.datacook.connectors.duckdb;

import io.datacook.api.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Looks into database files by plain JDBC, sharing the process's instance where it has one open.
final class DuckHand {
    private DuckHand() {}

    /// Limits for tests.
    static DuckLimits limits() {
        return new DuckLimits(ByteSize.parse("128MiB"), 2, null);
    }

    /// Runs statements against a file, which is made if it is absent.
    static void execute(Path file, String... statements) {
        try (DuckFiles.Shared shared = DuckFiles.open(file, DuckDatabase.Access.WRITE, limits());
                DuckDBConnection connection = shared.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /// A query's rows, values as DuckDB writes them as text; none if the file or the table is absent.
    static List<Map<String, @Nullable String>> rows(Path file, String sql) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (DuckFiles.Shared shared = DuckFiles.open(file, DuckDatabase.Access.READ, limits());
                DuckDBConnection connection = shared.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + sql + ")")) {
            List<Map<String, @Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, @Nullable String> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException absent) {
            if (String.valueOf(absent.getMessage()).contains("does not exist")) {
                return List.of();
            }
            throw new AssertionError(absent);
        }
    }

    /// The values of a query's first column.
    static List<@Nullable String> column(Path file, String sql) {
        List<@Nullable String> values = new ArrayList<>();
        for (Map<String, @Nullable String> row : rows(file, sql)) {
            values.add(row.values().iterator().next());
        }
        return values;
    }
}
