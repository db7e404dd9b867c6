package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/// `true` and `false` in any case; a declared column also takes `t`, `f`, `yes`, `no`, `y`, `n`, `1` and `0`.
final class BoolColumn extends ColumnParser {
    private static final long TRUE = 0x65757274L;
    private static final long FALSE = 0x65736c6166L;
    private static final long LOWER = 0x2020202020L;

    private final boolean strict;
    private byte[] bits = {};

    /// @param strict whether the column was inferred
    BoolColumn(Field field, int column, boolean strict) {
        super(field, column);
        this.strict = strict;
    }

    @Override
    void start(BufferAllocator lender, int rowsMax) {
        int bytes = (rowsMax + 7) >> 3;
        if (bits.length < bytes) {
            bits = new byte[bytes];
        }
        Arrays.fill(bits, (byte) 0);
    }

    @Override
    void load(FieldVector vector, ArrowFieldNode node, ArrowBuf validity) {
        int bytes = (node.getLength() + 7) >> 3;
        try (ArrowBuf data = allocator().buffer(Math.max(1, bytes))) {
            data.setBytes(0, bits, 0, bytes);
            vector.loadFieldBuffers(node, List.of(validity, data));
        }
    }

    @Override
    public void close() {
        // the bits lie on the heap
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        byte[] bytes = cells.bytes;
        int cell = from * cells.width + column;
        for (int record = from; record < to; record++, cell += cells.width) {
            int target = row + record - from;
            int start = FixedColumn.skipSpaces(bytes, cells.starts[cell] & Cells.INDEX, cells.ends[cell]);
            int length = FixedColumn.dropSpaces(bytes, start, cells.ends[cell]) - start;
            int mask = 1 << (target & 7);
            int value = length == 0 ? 0 : value(bytes, start, length);
            // written either way: a row parsed again after others were left out may have changed its value
            bits[target >> 3] = (byte) (value == 1 ? bits[target >> 3] | mask : bits[target >> 3] & ~mask);
            if (length == 0) {
                setNull(target);
            } else if (value < 0) {
                mark(cells, record);
            }
        }
    }

    private int value(byte[] bytes, int start, int length) {
        if (length > 5) {
            return -1;
        }
        long word = Digits.word(bytes, start) & ~(-1L << (length * 8));
        long lower = word | (LOWER & ~(-1L << (length * 8)));
        if (lower == TRUE) {
            return 1;
        }
        if (lower == FALSE) {
            return 0;
        }
        return strict ? -1 : declared(word, lower);
    }

    private static int declared(long word, long lower) {
        if (word == '1' || lower == 't' || lower == 'y' || lower == 0x736579L) {
            return 1;
        }
        return word == '0' || lower == 'f' || lower == 'n' || lower == 0x6f6eL ? 0 : -1;
    }

    @Override
    String expected() {
        return strict ? "true or false" : "true or false, t or f, yes or no, y or n, 1 or 0";
    }

    @Override
    int rowBytes() {
        return 1;
    }
}
