package io.datacook.connectors.csv;

import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/// Declared columns of types that are rare in CSV: each cell goes through a string.
final class AnyColumn extends ColumnParser {
    private final AnyType type;
    private final Dialect dialect;

    AnyColumn(Field field, int column, AnyType type, Dialect dialect) {
        super(field, column);
        this.type = type;
        this.dialect = dialect;
    }

    @Override
    void allocate(FieldVector made, int rowsMax) {
        made.setInitialCapacity(Math.min(rowsMax, 1024));
        made.allocateNew();
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        FieldVector vector = vector();
        int cell = from * cells.width + column;
        for (int record = from; record < to; record++, cell += cells.width) {
            int target = row + record - from;
            String text = text(cells, cell, dialect);
            if (text.isEmpty() && (cells.starts[cell] >= 0 || !type.takesEmpty())) {
                setNull(target);
                vector.setNull(target);
            } else if (!type.set(vector, target, type.takesEmpty() ? text : text.strip())) {
                vector.setNull(target);
                mark(cells, record);
            }
        }
    }

    @Override
    void forget(int row) {
        if (vector() instanceof BaseVariableWidthVector variable) {
            variable.setLastSet(row - 1);
        }
    }

    @Override
    String expected() {
        return type.expected();
    }

    @Override
    int rowBytes() {
        return 16;
    }

    @Override
    long textBytes(Cells cells, int from, int to) {
        return vector() instanceof BaseVariableWidthVector ? cellBytes(cells, from, to) : 0;
    }
}
