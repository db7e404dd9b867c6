package io.datacook.engine.rows;

import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/// About how many bytes the cells of a column take, found once for a column so that asking makes no objects.
@FunctionalInterface
public interface RowBytes {
    /// Validity and offsets of a cell, rounded up.
    long CELL_BYTES = 8;

    /// The bytes of one cell; null cells count as what lies below them.
    long at(int row);

    /// The bytes of some columns together.
    static RowBytes of(List<? extends FieldVector> columns) {
        RowBytes[] all = columns.stream().map(RowBytes::of).toArray(RowBytes[]::new);
        return row -> {
            long bytes = 0;
            for (RowBytes one : all) {
                bytes += one.at(row);
            }
            return bytes;
        };
    }

    /// The bytes of a column.
    static RowBytes of(FieldVector column) {
        return switch (column) {
            case BaseFixedWidthVector fixed -> {
                long bytes = CELL_BYTES + fixed.getTypeWidth();
                yield _ -> bytes;
            }
            case BaseVariableWidthVector texts -> row -> CELL_BYTES + texts.getValueLength(row);
            case BaseLargeVariableWidthVector texts -> row -> CELL_BYTES + texts.getValueLength(row);
            case BaseVariableWidthViewVector texts -> row -> CELL_BYTES * 3 + texts.getValueLength(row);
            case LargeListVector list -> {
                RowBytes elements = of(list.getDataVector());
                yield row -> sum(elements, list.getElementStartIndex(row), list.getElementEndIndex(row));
            }
            case ListVector list -> {
                RowBytes elements = of(list.getDataVector());
                yield row -> sum(elements, list.getElementStartIndex(row), list.getElementEndIndex(row));
            }
            case FixedSizeListVector list -> {
                RowBytes elements = of(list.getDataVector());
                yield row -> sum(elements, list.getElementStartIndex(row), list.getElementEndIndex(row));
            }
            case StructVector struct -> of(struct.getChildrenFromFields());
            default -> _ -> CELL_BYTES;
        };
    }

    private static long sum(RowBytes elements, long start, long end) {
        long bytes = CELL_BYTES;
        for (long at = start; at < end; at++) {
            bytes += elements.at((int) at);
        }
        return bytes;
    }
}
