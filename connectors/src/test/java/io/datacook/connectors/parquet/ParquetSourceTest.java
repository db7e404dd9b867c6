package io.datacook.connectors.parquet;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.testkit.SourceContract;
import io.datacook.testkit.SourceSubject;
import io.datacook.testkit.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// Streams of several files, each of several row groups of several pages.
class ParquetSourceTest implements SourceContract {
    private static final Schema SCHEMA = Tables.schema(
            Tables.field("id", Tables.INT64),
            Tables.field("name", Tables.STRING),
            Tables.field("changed", Tables.INT64));

    /// A batch never crosses a row group, and the contract counts on batches of 7 rows.
    private static final int GROUP_ROWS = 21;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    public Set<SourceFeature> features() {
        return Objects.requireNonNull(new ParquetConnector().source()).features();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Source open(ConnectorContext context, int rows) {
        Path data = folder.resolve("rows" + rows);
        if (!Files.exists(data)) {
            write(data, rows);
        }
        return openFile(context, "rows" + rows);
    }

    /// Opens a file or folder below the test's.
    Source openFile(ConnectorContext context, String name) {
        return ParquetSource.open(new ParquetSourceOptions(name), context);
    }

    @Override
    public Source openMissing(ConnectorContext context) {
        return openFile(context, "missing.parquet");
    }

    @Override
    public String missingName() {
        return "missing.parquet";
    }

    private static void write(Path data, int rows) {
        try (BufferAllocator allocator = new RootAllocator()) {
            Files.createDirectories(data);
            List<Row> table = SourceSubject.table(rows);
            int perFile = GROUP_ROWS * Math.max(1, (rows / 3 + GROUP_ROWS - 1) / GROUP_ROWS);
            for (int file = 0; file < 3; file++) {
                List<Row> part = table.subList(Math.min(rows, file * perFile), Math.min(rows, (file + 1) * perFile));
                writeFile(data.resolve("part" + file + ".parquet"), part, allocator);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void writeFile(Path file, List<Row> rows, BufferAllocator allocator) {
        List<io.datacook.api.Batch> batches = new ArrayList<>();
        for (int at = 0; at < rows.size(); at += 7) {
            List<@Nullable Object[]> values = new ArrayList<>();
            for (Row row : rows.subList(at, Math.min(rows.size(), at + 7))) {
                values.add(new @Nullable Object[] {row.id(), row.name(), row.changed()});
            }
            batches.add(Tables.batch(allocator, SCHEMA, at + 1L, values));
        }
        ParquetHand.write(
                file,
                SCHEMA,
                ParquetHand.small(Compression.ZSTD, GROUP_ROWS, 10),
                batches.stream().map(io.datacook.api.Batch::rows).toList());
        batches.forEach(io.datacook.api.Batch::close);
    }
}
