package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import io.datacook.api.VisibleRows;
import io.datacook.connectors.files.CompressedOutput;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.FileFormat;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.files.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// How CSV files are written and joined. A CSV file keeps no types. Immutable; safe for all threads.
///
/// @param options of the destination
/// @param compression of the files, never [FileCompression#AUTO]
record CsvFormat(CsvDestinationOptions options, FileCompression compression) implements FileFormat {
    private static final int COPY_BYTES = 64 << 10;
    private static final int HEADER_BYTES_MAX = 256 << 10;

    static CsvFormat of(CsvDestinationOptions options) {
        return new CsvFormat(options, options.compression().of(options.path()));
    }

    @Override
    public String extension() {
        String named = Endings.of(options.path());
        return named == null ? "csv" + CompressedOutput.suffix(compression) : named;
    }

    @Override
    public Schema stored(Schema incoming) {
        for (Field field : incoming.getFields()) {
            if (!field.getChildren().isEmpty() || field.getDictionary() != null) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "column '%s' is %s, which a CSV cell cannot hold; flatten it, or write json or parquet"
                                .formatted(field.getName(), TypeNames.name(field)));
            }
        }
        // a reader finds texts, whatever they were written from
        return new Schema(
                ordered(incoming).stream().map(field -> text(field.getName())).toList());
    }

    @Override
    public @Nullable Schema schemaOf(SourceFile file, BufferAllocator allocator) {
        if (!options.header()) {
            return null;
        }
        byte[] bytes = new byte[HEADER_BYTES_MAX + Digits.PADDING];
        try (InputStream rows = input().open(file, 0, -1)) {
            int limit = rows.readNBytes(bytes, 0, HEADER_BYTES_MAX);
            byte mark = (byte) quote();
            Dialect dialect = new Dialect((byte) delimiter(), mark, mark, true);
            CsvHead.Peek peek = new CsvHead.Peek(bytes, limit, limit < HEADER_BYTES_MAX);
            return new Schema(CsvHead.of(file, peek, dialect).names().stream()
                    .map(CsvFormat::text)
                    .toList());
        } catch (IOException failed) {
            throw TextInput.failure(file, failed);
        }
    }

    private static Field text(String name) {
        return new Field(name, FieldType.nullable(new ArrowType.Utf8()), null);
    }

    private TextInput input() {
        return new TextInput(compression, StandardCharsets.UTF_8);
    }

    @Override
    public FormatWriter open(StagedOutput out, Schema schema, BufferAllocator allocator) {
        return new CsvWriter(out, CompressedOutput.open(out, compression), this, ordered(schema));
    }

    @Override
    public VisibleRows readBack(Supplier<List<FileRows>> files, Schema schema, BufferAllocator allocator) {
        return new CsvReadBack(files, schema, this, allocator);
    }

    @Override
    public long join(List<SourceFile> parts, StagedOutput out, Schema schema, BufferAllocator allocator) {
        byte[] header = header(ordered(schema));
        try (OutputStream joined = CompressedOutput.open(out, compression)) {
            joined.write(header);
            long first = header.length + copy(parts.getFirst(), header, joined);
            for (SourceFile part : parts.subList(1, parts.size())) {
                copy(part, header, joined);
            }
            return first;
        } catch (IOException failed) {
            throw out.failure(failed);
        }
    }

    /// Copies the records of a part.
    ///
    /// @return their bytes
    private long copy(SourceFile part, byte[] header, OutputStream joined) {
        try (InputStream rows = input().open(part, 0, -1)) {
            byte[] found = rows.readNBytes(header.length);
            if (found.length == 0 && header.length > 0) {
                return 0;
            }
            if (!Arrays.equals(found, header)) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        ("'%s' does not begin with the header %s, so rows cannot be added to it; load into "
                                        + "another file, "
                                        + "or replace this one with `write_mode: replace`")
                                .formatted(part, new String(header, StandardCharsets.UTF_8).strip()));
            }
            byte[] buffer = new byte[COPY_BYTES];
            byte last = '\n';
            long bytes = 0;
            for (int read = rows.read(buffer); read >= 0; read = rows.read(buffer)) {
                joined.write(buffer, 0, read);
                bytes += read;
                last = read > 0 ? buffer[read - 1] : last;
            }
            if (last != '\n' && last != '\r') {
                joined.write('\n');
                bytes++;
            }
            return bytes;
        } catch (IOException failed) {
            throw TextInput.failure(part, failed);
        }
    }

    /// The first line, or nothing.
    byte[] header(List<Field> fields) {
        if (!options.header()) {
            return new byte[0];
        }
        StringBuilder line = new StringBuilder();
        for (Field field : fields) {
            line.append(line.isEmpty() ? "" : delimiter());
            line.append(Quoting.quoted(field.getName(), delimiter(), quote()));
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What stands for null.
    String nullText() {
        return Objects.requireNonNull(options.nullText());
    }

    char delimiter() {
        return (char) CsvSourceOptions.character(Objects.requireNonNull(options.delimiter()));
    }

    char quote() {
        return options.quote().charAt(0);
    }

    List<Field> ordered(Schema schema) {
        return switch (options.columnOrder()) {
            case GIVEN -> schema.getFields();
            case SORTED ->
                schema.getFields().stream()
                        .sorted(Comparator.comparing(Field::getName))
                        .toList();
        };
    }
}
