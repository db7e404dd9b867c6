package io.datacook.connectors.csv;

import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Declared columns of types that are rare in CSV: each cell goes through a string.
final class AnyColumn extends ColumnParser {
    private static final int ROWS_FIRST = 1024;

    private final AnyType type;
    private final Dialect dialect;
    private @Nullable FieldVector values;

    AnyColumn(Field field, int column, AnyType type, Dialect dialect) {
        super(field, column);
        this.type = type;
        this.dialect = dialect;
    }

    @Override
    void start(BufferAllocator lender, int rowsMax) {
        FieldVector made = field.createVector(lender);
        values = made;
        made.setInitialCapacity(Math.min(rowsMax, ROWS_FIRST));
        made.allocateNew();
    }

    @Override
    void load(FieldVector vector, ArrowFieldNode node, ArrowBuf validity) {
        values().setValueCount(node.getLength());
        values().makeTransferPair(vector).transfer();
    }

    @Override
    public void close() {
        if (values != null) {
            values.close();
            values = null;
        }
    }

    private FieldVector values() {
        return Objects.requireNonNull(values, "no vector was begun");
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        FieldVector vector = values();
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
        if (values() instanceof BaseVariableWidthVector variable) {
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
        return values() instanceof BaseVariableWidthVector ? cellBytes(cells, from, to) : 0;
    }
}
