package io.datacook.connectors.json;

import io.datacook.api.TypeNames;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.testkit.SourceHand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Reads and writes JSON files in tests.
final class JsonFiles {
    private JsonFiles() {}

    /// All rows of a path as JSON objects, failing at bad rows.
    static List<String> rows(Path folder, JsonSourceOptions options) {
        try (SourceHand hand = SourceHand.open(folder, 1, context -> JsonSource.open(options, context))) {
            return hand.readAll(hand.request()).texts();
        }
    }

    /// All rows that fit, and what was left out.
    static SourceHand.Read rejecting(Path folder, JsonSourceOptions options) {
        try (SourceHand hand = SourceHand.open(folder, 1, context -> JsonSource.open(options, context))) {
            return hand.readAll(hand.rejecting());
        }
    }

    /// Names and types of a path's columns, `id int64, name string`.
    static String columns(Path folder, JsonSourceOptions options) {
        try (SourceHand hand = SourceHand.open(folder, 1, context -> JsonSource.open(options, context))) {
            return hand.source().describe().schema().getFields().stream()
                    .map(field -> field.getName() + " " + TypeNames.name(field))
                    .collect(Collectors.joining(", "));
        }
    }

    /// Options with some changed.
    static JsonSourceOptions options(String path, Map<String, ? extends @Nullable Object> changed) {
        JsonSourceOptions plain = JsonSourceOptions.of(path);
        return new JsonSourceOptions(
                path,
                changed.get("layout") instanceof JsonSourceOptions.Layout layout ? layout : plain.layout(),
                (String) changed.get("recordsPath"),
                changed.get("columns") instanceof Map<?, ?> columns ? texts(columns) : Map.of(),
                changed.get("unknownFields") instanceof JsonSourceOptions.UnknownFields unknown
                        ? unknown
                        : plain.unknownFields(),
                !Boolean.FALSE.equals(changed.get("detectTimes")),
                plain.encoding(),
                plain.compression(),
                changed.get("sampleBytes") instanceof Integer bytes
                        ? new io.datacook.api.ByteSize(bytes)
                        : plain.sampleBytes(),
                changed.get("recordBytesMax") instanceof Integer bytes
                        ? new io.datacook.api.ByteSize(bytes)
                        : plain.recordBytesMax());
    }

    private static Map<String, String> texts(Map<?, ?> columns) {
        Map<String, String> texts = new LinkedHashMap<>();
        columns.forEach((name, type) -> texts.put(String.valueOf(name), String.valueOf(type)));
        return texts;
    }

    /// Writes a table as one file.
    static void write(Path file, JsonDestinationOptions options, VectorSchemaRoot rows, BufferAllocator allocator) {
        try (StagedOutput out = StagedOutput.create(file);
                FormatWriter writer = JsonFormat.of(options).open(out, rows.getSchema(), allocator)) {
            writer.write(rows);
            writer.finish();
        }
    }
}
