package io.datacook.connectors.csv;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/// A column that a file lacks: all nulls.
final class AbsentColumn extends ColumnParser {
    AbsentColumn(Field field) {
        super(field, -1);
    }

    @Override
    void start(BufferAllocator lender, int rowsMax) {
        // nulls need no values
    }

    @Override
    void load(FieldVector vector, ArrowFieldNode node, ArrowBuf validity) {
        vector.setInitialCapacity(node.getLength());
        vector.allocateNew();
        vector.setValueCount(node.getLength());
    }

    @Override
    public void close() {
        // nothing is held
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
