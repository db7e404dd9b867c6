package io.datacook.connectors.json;

import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.files.TextOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Writes one JSON file.
final class JsonWriter implements FormatWriter {
    private final StagedOutput file;
    private final OutputStream compressed;
    private final TextOutput out;
    private final boolean array;
    private final boolean nulls;
    private boolean any;

    JsonWriter(StagedOutput file, OutputStream compressed, JsonDestinationOptions options) {
        this.file = file;
        this.compressed = compressed;
        this.out = new TextOutput(compressed, file);
        this.array = options.layout() == JsonDestinationOptions.Layout.ARRAY;
        this.nulls = options.nulls();
    }

    @Override
    public void write(VectorSchemaRoot rows) {
        List<CellWriter> columns = new ArrayList<>();
        for (FieldVector vector : rows.getFieldVectors()) {
            columns.add(CellWriters.of(vector, nulls));
        }
        StructCells row = new StructCells(rows.getFieldVectors(), columns, nulls);
        for (int i = 0; i < rows.getRowCount(); i++) {
            if (array) {
                out.put((byte) (any ? ',' : '['));
                out.put((byte) '\n');
            }
            row.write(out, i);
            if (!array) {
                out.put((byte) '\n');
            }
            any = true;
        }
    }

    @Override
    public long bytesExpected() {
        return file.bytes() + out.held();
    }

    @Override
    public void finish() {
        if (array) {
            out.put(any ? "\n]\n" : "[]\n");
        }
        out.drain();
        try {
            compressed.close();
        } catch (IOException failed) {
            throw file.failure(failed);
        }
    }

    @Override
    public void close() {
        // a file that was not finished is thrown away, so what is held back is too
    }
}
