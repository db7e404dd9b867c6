package io.datacook.connectors.json;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.ReadRequest;
import io.datacook.api.Split;
import io.datacook.api.TypeNames;
import io.datacook.api.VisibleRows;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// All rows of files that were just written, in the types they were written from, for receipts. A column of a type that
/// the reader does not know is read as JSON, of which only nulls can be compared.
///
/// @param files to read; asked for when reading begins
/// @param written the columns as they were written
record JsonReadBack(Supplier<List<FileRows>> files, Schema written, JsonFormat format, BufferAllocator allocator)
        implements VisibleRows {
    private static final int ROWS_MAX = 8192;
    private static final int BYTES_MAX = 4 << 20;

    @Override
    public void read(Set<String> columns, Consumer<VectorSchemaRoot> rows) {
        List<Field> fields = new ArrayList<>();
        written.getFields().forEach(field -> fields.add(readable(field)));
        Schema schema = new Schema(fields);
        JsonLayout layout = new JsonLayout(schema);
        ReadRequest request = new ReadRequest(schema, null, ROWS_MAX, BYTES_MAX, ReadRequest.BadRows.FAIL);
        for (FileRows from : files.get()) {
            SourceFile file = from.file();
            JsonSourceOptions options = options(file, schema);
            for (Split split : JsonSplits.plan(List.of(file), options, 1, JsonSplits.PART_BYTES_MIN)) {
                SourcePart part = SourcePart.of(split, file);
                from.read(
                        options.input(),
                        position -> JsonSplitReader.open(part, position, layout, options, request, allocator),
                        rows);
            }
        }
    }

    /// A field that there is a reader for, and nothing to be refused for being null.
    private static Field readable(Field field) {
        try {
            ValueWriters.check(field);
            return new Field(
                    field.getName(),
                    new FieldType(true, field.getType(), null, field.getMetadata()),
                    field.getChildren());
        } catch (DatacookException unknown) {
            if (unknown.code() != ErrorCode.RECIPE_UNSUPPORTED) {
                throw unknown;
            }
            return TypeNames.json(field.getName());
        }
    }

    private JsonSourceOptions options(SourceFile file, Schema schema) {
        Map<String, String> declared = new LinkedHashMap<>();
        schema.getFields().forEach(field -> declared.put(field.getName(), "json"));
        JsonSourceOptions plain = format.reading(file);
        return new JsonSourceOptions(
                plain.path(),
                plain.layout(),
                null,
                declared,
                plain.unknownFields(),
                false,
                plain.encoding(),
                plain.compression(),
                plain.sampleBytes(),
                new ByteSize(512L << 20));
    }
}
