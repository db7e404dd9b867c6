package io.datacook.connectors.csv;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/// A column that a file lacks: all nulls.
final class AbsentColumn extends ColumnParser {
    AbsentColumn(Field field) {
        super(field, -1);
    }

    @Override
    void allocate(FieldVector made, int rowsMax) {
        made.setInitialCapacity(rowsMax);
        made.allocateNew();
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        for (int i = row; i < row + to - from; i++) {
            setNull(i);
        }
    }

    @Override
    String expected() {
        return "nothing";
    }

    @Override
    int rowBytes() {
        return 16;
    }
}
