package io.datacook.connectors.parquet;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.connectors.files.StagedFileDestination;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.files.storage.Storages;
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
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// What tests of Parquet do over and over.
final class ParquetHand {
    private ParquetHand() {}

    /// The options a recipe without any but the path binds to.
    static ParquetDestinationOptions options(String path) {
        return new ParquetDestinationOptions(
                path,
                Compression.SNAPPY,
                0,
                ByteSize.parse("16MiB"),
                1_048_576,
                ByteSize.parse("1MiB"),
                ByteSize.parse("128MiB"),
                List.of());
    }

    /// Settings with pages and row groups of a few rows.
    static WriteSettings small(Compression compression, long groupRows, int pageRows) {
        return new WriteSettings(compression, 0, 1 << 20, groupRows, pageRows, 8192, 8192, 1 << 20, List.of());
    }

    /// A destination as the connector opens it.
    static Destination open(ParquetDestinationOptions options, ConnectorContext context) {
        return StagedFileDestination.open(
                Storages.destination(options.path(), options.store(), context),
                options.path(),
                new ParquetFormat(options.settings()),
                options.fileSize(),
                context);
    }

    /// Writes batches as one file.
    static void write(Path file, Schema schema, WriteSettings settings, List<VectorSchemaRoot> batches) {
        try (BufferAllocator allocator = new RootAllocator();
                StagedOutput out = StagedOutput.create(file);
                ParquetFileWriter writer = new ParquetFileWriter(out, schema, settings, allocator)) {
            batches.forEach(writer::write);
            writer.finish();
        }
    }

    /// What DuckDB answers, each value as a text.
    static List<Map<String, @Nullable String>> query(String sql) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet found = statement.executeQuery(sql)) {
                while (found.next()) {
                    Map<String, @Nullable String> row = new HashMap<>();
                    for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                        row.put(found.getMetaData().getColumnName(column), found.getString(column));
                    }
                    rows.add(row);
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
        return rows;
    }
}
