package io.datacook.connectors.json;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import io.datacook.api.VisibleRows;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.CompressedOutput;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.FileFormat;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.StagedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// How JSON files are written and joined. Immutable; safe for all threads.
///
/// @param options of the destination
/// @param compression of the files, never [FileCompression#AUTO]
record JsonFormat(JsonDestinationOptions options, FileCompression compression) implements FileFormat {
    private static final Pattern FILE = Pattern.compile(".*\\.((json|jsonl|ndjson)(\\.gz|\\.zst|\\.zstd)?)");

    static JsonFormat of(JsonDestinationOptions options) {
        return new JsonFormat(options, options.compression().of(options.path()));
    }

    @Override
    public String extension() {
        Matcher named = FILE.matcher(options.path().toLowerCase(Locale.ROOT));
        if (named.matches()) {
            return named.group(1);
        }
        boolean lines = options.layout() == JsonDestinationOptions.Layout.LINES;
        return (lines ? "ndjson" : "json") + CompressedOutput.suffix(compression);
    }

    @Override
    public Schema stored(Schema incoming) {
        for (Field field : incoming.getFields()) {
            if (field.getDictionary() != null) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "column '%s' is dictionary-encoded, which json cannot write".formatted(field.getName()));
            }
        }
        // a file keeps values, not types: a reader finds JSON in each column
        return new Schema(incoming.getFields().stream()
                .map(field -> TypeNames.json(field.getName()))
                .toList());
    }

    @Override
    public @Nullable Schema schemaOf(SourceFile file, BufferAllocator allocator) {
        Schema found = JsonLayout.of(List.of(file), reading(file)).schema();
        return new Schema(found.getFields().stream()
                .map(field -> TypeNames.json(field.getName()))
                .toList());
    }

    @Override
    public FormatWriter open(StagedOutput out, Schema schema, BufferAllocator allocator) {
        return new JsonWriter(out, CompressedOutput.open(out, compression), options);
    }

    @Override
    public VisibleRows readBack(Supplier<List<FileRows>> files, Schema schema, BufferAllocator allocator) {
        return new JsonReadBack(files, schema, this, allocator);
    }

    @Override
    public long join(List<SourceFile> parts, StagedOutput out, Schema schema, BufferAllocator allocator) {
        boolean array = options.layout() == JsonDestinationOptions.Layout.ARRAY;
        try (OutputStream joined = CompressedOutput.open(out, compression)) {
            long first = copy(parts.getFirst(), array, 0, joined);
            long bytes = first;
            for (SourceFile part : parts.subList(1, parts.size())) {
                bytes += copy(part, array, bytes, joined);
            }
            if (array) {
                joined.write((bytes > 0 ? "\n]\n" : "[]\n").getBytes(StandardCharsets.US_ASCII));
            }
            return first;
        } catch (IOException failed) {
            throw out.failure(failed);
        }
    }

    /// Copies the records of a part.
    ///
    /// @param before bytes that were copied before
    /// @return bytes that were copied of it
    private long copy(SourceFile part, boolean array, long before, OutputStream joined) throws IOException {
        JsonSourceOptions reading = reading(part);
        JsonHead head = JsonHead.of(part, reading);
        long bytes = 0;
        try (ByteWindow window = head.open(part, reading, head.offset(), -1)) {
            Framer framer = head.framer(window, head.part(part), head.line(), false);
            while (framer.next()) {
                if (array) {
                    joined.write(before + bytes > 0 ? ',' : '[');
                    joined.write('\n');
                    bytes += 2;
                }
                joined.write(window.bytes(), framer.from(), framer.to() - framer.from());
                bytes += framer.to() - framer.from();
                if (!array) {
                    joined.write('\n');
                    bytes++;
                }
            }
        }
        return bytes;
    }

    /// How a file of this destination is read again, whatever its name.
    JsonSourceOptions reading(SourceFile file) {
        JsonSourceOptions plain = JsonSourceOptions.of(file.name());
        return new JsonSourceOptions(
                plain.path(),
                JsonSourceOptions.Layout.AUTO,
                null,
                Map.of(),
                plain.unknownFields(),
                false,
                plain.encoding(),
                compression,
                plain.sampleBytes(),
                plain.recordBytesMax());
    }
}
