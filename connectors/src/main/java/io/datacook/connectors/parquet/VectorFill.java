package io.datacook.connectors.parquet;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.Type;

/// Makes an Arrow vector of one leaf column's rows.
///
/// **Threading:** one thread at a time.
final class VectorFill {
    private byte[] bits = {};
    private byte[] cells = {};
    private int[] slotOfValue = {};

    /// Fills a new vector.
    ///
    /// @param exists definition levels from here on are places in the vector; lower ones are empty lists or nulls
    /// @return how many places it has
    int fill(FieldVector vector, LeafRows rows, FileLeaf leaf, int exists) {
        int slots = places(rows, exists);
        if (vector instanceof NullVector) {
            vector.setValueCount(slots);
            return slots;
        }
        Type physical = leaf.element().getType();
        if (rows.values.isNumber) {
            if (leaf.isUnsigned32()) {
                NumberFill.unsigned(rows.values.numbers, rows.values.count);
            }
            numbers((BaseFixedWidthVector) vector, rows, physical == null ? Type.INT32 : physical, slots);
        } else {
            switch (vector) {
                case BaseFixedWidthVector fixed -> fixed(fixed, rows, slots);
                case BaseVariableWidthVector variable -> variable(variable, rows, slots);
                case BaseLargeVariableWidthVector large -> large(large, rows, slots);
                default -> throw new IllegalStateException("no way to fill " + vector.getField());
            }
        }
        return slots;
    }

    /// Finds the places and their validity bits.
    private int places(LeafRows rows, int exists) {
        int bytes = (rows.entries + 7) >>> 3;
        if (bits.length < bytes + 8) {
            bits = new byte[bytes + 8];
        }
        if (slotOfValue.length < rows.values.count) {
            slotOfValue = new int[rows.values.count];
        }
        if (rows.allPresent()) {
            java.util.Arrays.fill(bits, 0, bytes, (byte) -1);
            if ((rows.entries & 7) != 0) {
                bits[bytes - 1] = (byte) ((1 << (rows.entries & 7)) - 1);
            }
            return rows.entries;
        }
        java.util.Arrays.fill(bits, 0, bytes, (byte) 0);
        int slots = 0;
        int value = 0;
        for (int i = 0; i < rows.entries; i++) {
            int level = rows.definition[i];
            if (level < exists) {
                continue;
            }
            if (level == rows.definitionMax) {
                bits[slots >>> 3] |= (byte) (1 << (slots & 7));
                slotOfValue[value++] = slots;
            }
            slots++;
        }
        return slots;
    }

    private void numbers(BaseFixedWidthVector vector, LeafRows rows, Type physical, int slots) {
        ArrowType type = vector.getField().getType();
        int width = NumberFill.width(type);
        long[] values = rows.values.numbers;
        int count = rows.values.count;
        NumberFill.convert(values, count, physical, type);
        int bytes = width == 0 ? (slots + 7) >>> 3 : slots * width;
        clearCells(bytes + 8, !rows.allPresent() || width == 0);
        boolean dense = rows.allPresent();
        switch (width) {
            case 0 -> {
                for (int i = 0; i < count; i++) {
                    int slot = dense ? i : slotOfValue[i];
                    cells[slot >>> 3] |= (byte) ((values[i] & 1) << (slot & 7));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    Bytes.INT.set(cells, 4 * (dense ? i : slotOfValue[i]), (int) values[i]);
                }
            }
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    Bytes.LONG.set(cells, 8 * (dense ? i : slotOfValue[i]), values[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    NumberFill.put(cells, width * (dense ? i : slotOfValue[i]), width, values[i]);
                }
            }
        }
        finish(vector, slots, bytes);
    }

    private void fixed(BaseFixedWidthVector vector, LeafRows rows, int slots) {
        boolean decimal = vector.getField().getType() instanceof ArrowType.Decimal;
        int width = vector.getTypeWidth();
        clearCells(slots * width, true);
        LeafValues values = rows.values;
        boolean dense = rows.allPresent();
        for (int i = 0; i < values.count; i++) {
            int at = width * (dense ? i : slotOfValue[i]);
            int start = values.start(i);
            int length = values.ends[i] - start;
            if (decimal) {
                NumberFill.putBigEndian(cells, at, width, values.data.array, start, length);
            } else if (length == width) {
                System.arraycopy(values.data.array, start, cells, at, width);
            } else {
                throw new CorruptPage("a value of %d bytes where %d are due".formatted(length, width));
            }
        }
        finish(vector, slots, slots * width);
    }

    private void finish(BaseFixedWidthVector vector, int slots, int bytes) {
        vector.allocateNew(slots);
        vector.getDataBuffer().setBytes(0, cells, 0, bytes);
        vector.getValidityBuffer().setBytes(0, bits, 0, (slots + 7) >>> 3);
        vector.setValueCount(slots);
    }

    private void variable(BaseVariableWidthVector vector, LeafRows rows, int slots) {
        vector.allocateNew((long) rows.values.data.size, slots);
        offsets(rows, slots, 4);
        vector.getOffsetBuffer().setBytes(0, cells, 0, (slots + 1) * 4L);
        vector.getValidityBuffer().setBytes(0, bits, 0, (slots + 7) >>> 3);
        data(vector.getDataBuffer(), rows);
        vector.setLastSet(slots - 1);
        vector.setValueCount(slots);
    }

    private void large(BaseLargeVariableWidthVector vector, LeafRows rows, int slots) {
        vector.allocateNew((long) rows.values.data.size, slots);
        offsets(rows, slots, 8);
        vector.getOffsetBuffer().setBytes(0, cells, 0, (slots + 1) * 8L);
        vector.getValidityBuffer().setBytes(0, bits, 0, (slots + 7) >>> 3);
        data(vector.getDataBuffer(), rows);
        vector.setLastSet(slots - 1);
        vector.setValueCount(slots);
    }

    private void offsets(LeafRows rows, int slots, int width) {
        clearCells((slots + 1) * width, false);
        NumberFill.put(cells, 0, width, 0);
        int[] ends = rows.values.ends;
        int count = rows.values.count;
        if (rows.allPresent() && width == 4) {
            for (int slot = 0; slot < slots; slot++) {
                Bytes.INT.set(cells, 4 * (slot + 1), ends[slot]);
            }
            return;
        }
        // places without a value end where the value before them does
        int slot = 0;
        int end = 0;
        for (int value = 0; value <= count; value++) {
            int next = value == count ? slots : rows.allPresent() ? value : slotOfValue[value];
            for (; slot < next; slot++) {
                NumberFill.put(cells, (slot + 1) * width, width, end);
            }
            end = value == count ? end : ends[value];
        }
    }

    private static void data(ArrowBuf buffer, LeafRows rows) {
        buffer.setBytes(0, rows.values.data.array, 0, rows.values.data.size);
    }

    private void clearCells(int bytes, boolean zero) {
        if (cells.length < bytes) {
            cells = new byte[bytes];
        } else if (zero) {
            java.util.Arrays.fill(cells, 0, bytes, (byte) 0);
        }
    }

    /// Fills nested vectors too.
    ///
    /// @param leaves the rows of every leaf column, `null` where not read
    /// @param of leaf columns of the file
    void fill(Node node, FieldVector vector, LeafRows[] leaves, List<FileLeaf> of) {
        new NestedFill(this, leaves, of).fill(node, vector, 0);
    }
}
