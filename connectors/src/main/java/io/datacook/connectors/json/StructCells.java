package io.datacook.connectors.json;

import io.datacook.connectors.files.TextOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// Writes objects: rows and structs.
final class StructCells implements CellWriter {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final FieldVector[] vectors;
    private final CellWriter[] cells;
    private final byte[][] keys;
    private final boolean nulls;

    /// @param nulls whether fields that are null are written
    StructCells(List<? extends FieldVector> vectors, List<CellWriter> cells, boolean nulls) {
        this.vectors = vectors.toArray(FieldVector[]::new);
        this.cells = cells.toArray(CellWriter[]::new);
        this.nulls = nulls;
        this.keys = new byte[this.vectors.length][];
        for (int i = 0; i < keys.length; i++) {
            StringBuilder key = new StringBuilder();
            io.datacook.api.RowText.appendString(key, this.vectors[i].getName());
            keys[i] = key.append(':').toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void write(TextOutput out, int row) {
        out.put((byte) '{');
        boolean first = true;
        for (int i = 0; i < cells.length; i++) {
            boolean isNull = vectors[i].isNull(row);
            if (isNull && !nulls) {
                continue;
            }
            if (!first) {
                out.put((byte) ',');
            }
            first = false;
            out.put(keys[i]);
            if (isNull) {
                out.put(NULL);
            } else {
                cells[i].write(out, row);
            }
        }
        out.put((byte) '}');
    }

    /// Writes elements `from` to `to` of a vector as an array.
    static void array(TextOutput out, FieldVector elements, CellWriter cell, int from, int to) {
        out.put((byte) '[');
        for (int i = from; i < to; i++) {
            if (i > from) {
                out.put((byte) ',');
            }
            if (elements.isNull(i)) {
                out.put(NULL);
            } else {
                cell.write(out, i);
            }
        }
        out.put((byte) ']');
    }
}
