package io.datacook.connectors.csv;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.ReadRequest;
import io.datacook.api.Split;
import io.datacook.api.VisibleRows;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// All rows of files that were just written, in the types they were written from, for receipts. A column of a type that
/// the reader does not know is read as text, of which only nulls can be compared.
///
/// @param files to read; asked for when reading begins
/// @param written the columns as they were written
record CsvReadBack(Supplier<List<FileRows>> files, Schema written, CsvFormat format, BufferAllocator allocator)
        implements VisibleRows {
    private static final int ROWS_MAX = 8192;
    private static final int BYTES_MAX = 4 << 20;

    @Override
    public void read(Set<String> columns, Consumer<VectorSchemaRoot> rows) {
        byte quote = (byte) format.quote();
        boolean header = format.options().header();
        Dialect dialect = new Dialect((byte) format.delimiter(), quote, quote, header);
        List<Field> fields = new ArrayList<>();
        format.ordered(written).forEach(field -> fields.add(readable(field, dialect)));
        Schema schema = new Schema(fields);
        CsvLayout layout = new CsvLayout(dialect, schema, fields.size());
        ReadRequest request = new ReadRequest(schema, null, ROWS_MAX, BYTES_MAX, ReadRequest.BadRows.FAIL);
        for (FileRows from : files.get()) {
            SourceFile file = from.file();
            CsvSourceOptions options = options(file, schema);
            for (Split split : CsvSplits.plan(List.of(file), layout, options, 1, CsvSplits.PART_BYTES_MIN)) {
                SourcePart part = SourcePart.of(split, file);
                // without a header it is their order that tells columns apart, as they were written
                List<String> names = header
                        ? CsvColumns.names(file, layout, options)
                        : fields.stream().map(Field::getName).toList();
                from.read(
                        options.input(),
                        position -> CsvSplitReader.open(part, position, names, dialect, options, request, allocator),
                        rows);
            }
        }
    }

    /// A field that there is a parser for, and nothing to be refused for being null.
    private static Field readable(Field field, Dialect dialect) {
        try (ColumnParser known = CsvColumns.parser(field, 0, false, dialect)) {
            return new Field(
                    field.getName(),
                    new FieldType(true, known.field.getType(), null, field.getMetadata()),
                    field.getChildren());
        } catch (DatacookException unknown) {
            if (unknown.code() != ErrorCode.RECIPE_UNSUPPORTED) {
                throw unknown;
            }
            return new Field(field.getName(), FieldType.nullable(new ArrowType.Utf8()), null);
        }
    }

    /// As the files were written: nothing is detected, every type is declared.
    private CsvSourceOptions options(SourceFile file, Schema schema) {
        Map<String, String> declared = new HashMap<>();
        schema.getFields().forEach(field -> declared.put(field.getName(), "string"));
        return new CsvSourceOptions(
                file.name(),
                String.valueOf(format.delimiter()),
                String.valueOf(format.quote()),
                null,
                format.options().header(),
                "utf-8",
                format.compression(),
                format.nullText().isEmpty() ? List.of() : List.of(format.nullText()),
                declared,
                true,
                new ByteSize(1 << 20),
                new ByteSize(512L << 20));
    }
}
