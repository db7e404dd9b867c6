package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.files.TextOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/// Writes one CSV file.
final class CsvWriter implements FormatWriter {
    private final StagedOutput file;
    private final OutputStream compressed;
    private final TextOutput out;
    private final List<Field> fields;
    private final CellWriter[] cells;
    private final byte delimiter;
    private final byte[] nullText;

    CsvWriter(StagedOutput file, OutputStream compressed, CsvFormat format, List<Field> fields) {
        this.file = file;
        this.compressed = compressed;
        this.out = new TextOutput(compressed, file);
        this.fields = fields;
        this.cells = fields.stream().map(field -> CellWriters.of(field, format)).toArray(CellWriter[]::new);
        this.delimiter = (byte) format.delimiter();
        this.nullText = format.nullText().getBytes(StandardCharsets.UTF_8);
        byte[] header = format.header(fields);
        out.put(header, 0, header.length);
    }

    @Override
    public void write(VectorSchemaRoot rows) {
        FieldVector[] vectors =
                fields.stream().map(field -> rows.getVector(field.getName())).toArray(FieldVector[]::new);
        for (int from = 0; from < rows.getRowCount(); from += CellWriter.RUN_MAX) {
            int count = Math.min(CellWriter.RUN_MAX, rows.getRowCount() - from);
            for (int column = 0; column < cells.length; column++) {
                cells[column].load(vectors[column], from, count);
            }
            for (int row = 0; row < count; row++) {
                writeRow(row);
            }
        }
    }

    private void writeRow(int row) {
        for (int column = 0; column < cells.length; column++) {
            if (column > 0) {
                out.put(delimiter);
            }
            CellWriter cell = cells[column];
            if (cell.isNull(row)) {
                requireVisible();
                out.put(nullText, 0, nullText.length);
            } else {
                cell.write(out, row);
            }
        }
        out.put((byte) '\n');
    }

    /// A line of nothing is no row to any reader, so one is never written.
    private void requireVisible() {
        if (cells.length == 1 && nullText.length == 0) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    ("column '%s' is the only one and holds a null, which would be an empty line, and no reader takes "
                                    + "those for rows; set `null_text` in the destination, such as NULL")
                            .formatted(fields.getFirst().getName()));
        }
    }

    @Override
    public long bytesExpected() {
        return file.bytes() + out.held();
    }

    @Override
    public void finish() {
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
