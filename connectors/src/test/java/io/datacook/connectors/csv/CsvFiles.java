package io.datacook.connectors.csv;

import io.datacook.api.ReadRequest;
import io.datacook.api.TypeNames;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.testkit.SourceHand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Reads and writes CSV files in tests.
final class CsvFiles {
    private CsvFiles() {}

    /// All rows of a path as JSON objects, batches of any size, failing at bad rows.
    static List<String> rows(Path folder, CsvSourceOptions options) {
        return read(folder, options, ReadRequest.BadRows.FAIL).texts();
    }

    static SourceHand.Read read(Path folder, CsvSourceOptions options, ReadRequest.BadRows onBadRow) {
        try (SourceHand hand = SourceHand.open(folder, 1, context -> CsvSource.open(options, context))) {
            return hand.readAll(onBadRow == ReadRequest.BadRows.FAIL ? hand.request() : hand.rejecting());
        }
    }

    /// Names and types of a path's columns, `id int64, name string`.
    static String columns(Path folder, CsvSourceOptions options) {
        try (SourceHand hand = SourceHand.open(folder, 1, context -> CsvSource.open(options, context))) {
            return hand.source().describe().schema().getFields().stream()
                    .map(field -> field.getName() + " " + TypeNames.name(field))
                    .collect(Collectors.joining(", "));
        }
    }

    /// Options with some changed.
    static CsvSourceOptions options(String path, Map<String, ? extends @Nullable Object> changed) {
        CsvSourceOptions plain = CsvSourceOptions.of(path);
        return new CsvSourceOptions(
                path,
                (String) changed.get("delimiter"),
                changed.containsKey("quote") ? String.valueOf(changed.get("quote")) : plain.quote(),
                (String) changed.get("escape"),
                (Boolean) changed.get("header"),
                changed.containsKey("encoding") ? String.valueOf(changed.get("encoding")) : plain.encoding(),
                changed.get("compression") instanceof FileCompression compression ? compression : plain.compression(),
                changed.get("nullValues") instanceof List<?> words
                        ? words.stream().map(String::valueOf).toList()
                        : List.of(),
                changed.get("columns") instanceof Map<?, ?> columns
                        ? columns.entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> String.valueOf(entry.getKey()),
                                        entry -> String.valueOf(entry.getValue())))
                        : Map.of(),
                !Boolean.FALSE.equals(changed.get("inferTypes")),
                changed.get("sampleBytes") instanceof Integer bytes
                        ? new io.datacook.api.ByteSize(bytes)
                        : plain.sampleBytes(),
                changed.get("recordBytesMax") instanceof Integer bytes
                        ? new io.datacook.api.ByteSize(bytes)
                        : plain.recordBytesMax());
    }

    /// Writes a table as one file.
    static void write(Path file, CsvDestinationOptions options, VectorSchemaRoot rows, BufferAllocator allocator) {
        try (StagedOutput out = StagedOutput.create(file);
                FormatWriter writer = CsvFormat.of(options).open(out, rows.getSchema(), allocator)) {
            writer.write(rows);
            writer.finish();
        }
    }
}
