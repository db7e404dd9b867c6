package io.datacook.engine.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Schema;

/// Columns of any type, filled with values that follow from the row's number, every fifth one null.
final class Vectors {
    private static final int NULL_EVERY = 5;

    private Vectors() {}

    /// A root of `rows` rows; owned by the caller.
    static VectorSchemaRoot filled(Schema schema, int rows, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        root.getFieldVectors().forEach(vector -> fill(vector, rows));
        root.setRowCount(rows);
        return root;
    }

    private static boolean isNull(FieldVector vector, int row) {
        return vector.getField().isNullable() && row % NULL_EVERY == 2;
    }

    private static void fill(FieldVector vector, int rows) {
        vector.setInitialCapacity(Math.max(1, rows));
        vector.allocateNew();
        switch (vector) {
            case NullVector _ -> {}
            case BitVector bits -> fillBits(bits, rows);
            case BaseFixedWidthVector fixed -> fillFixed(fixed, rows);
            case BaseVariableWidthVector texts -> {
                for (int row = 0; row < rows; row++) {
                    if (!isNull(texts, row)) {
                        texts.setSafe(row, text(row));
                    }
                }
            }
            case BaseLargeVariableWidthVector texts -> {
                for (int row = 0; row < rows; row++) {
                    if (!isNull(texts, row)) {
                        texts.setSafe(row, text(row));
                    }
                }
            }
            case ListVector list -> fillList(list, rows);
            case LargeListVector list -> fillList(list, rows);
            case FixedSizeListVector list -> {
                for (int row = 0; row < rows; row++) {
                    if (!isNull(list, row)) {
                        list.setNotNull(row);
                    }
                }
                fill(list.getDataVector(), rows * list.getListSize());
            }
            case StructVector struct -> {
                struct.getChildrenFromFields().forEach(child -> fill(child, rows));
                for (int row = 0; row < rows; row++) {
                    if (!isNull(struct, row)) {
                        struct.setIndexDefined(row);
                    }
                }
            }
            case DenseUnionVector union -> fillUnion(union, rows);
            default -> throw new IllegalArgumentException("no way to fill a " + vector.getField());
        }
        vector.setValueCount(rows);
    }

    private static void fillBits(BitVector bits, int rows) {
        for (int row = 0; row < rows; row++) {
            if (isNull(bits, row)) {
                bits.setNull(row);
            } else {
                bits.setSafe(row, row % 3 == 0 ? 1 : 0);
            }
        }
    }

    private static void fillList(ListVector list, int rows) {
        int next = 0;
        for (int row = 0; row < rows; row++) {
            if (!isNull(list, row)) {
                list.startNewValue(row);
                list.endValue(row, row % 4);
                next += row % 4;
            }
        }
        fill(list.getDataVector(), next);
        list.setLastSet(rows - 1);
    }

    private static void fillList(LargeListVector list, int rows) {
        int next = 0;
        for (int row = 0; row < rows; row++) {
            if (!isNull(list, row)) {
                list.startNewValue(row);
                list.endValue(row, row % 4);
                next += row % 4;
            }
        }
        fill(list.getDataVector(), next);
        list.setLastSet(rows - 1);
    }

    private static void fillFixed(BaseFixedWidthVector vector, int rows) {
        int width = vector.getTypeWidth();
        while (vector.getValueCapacity() < rows) {
            vector.reAlloc();
        }
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                // The last byte stays 0, so that times of day and decimals stay in their range.
                vector.getDataBuffer().setByte((long) row * width + i, i < width / 2 ? row * 7 + i : 0);
            }
            if (isNull(vector, row)) {
                BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
            } else {
                BitVectorHelper.setBit(vector.getValidityBuffer(), row);
            }
        }
    }

    private static void fillUnion(DenseUnionVector union, int rows) {
        List<FieldVector> children = union.getChildrenFromFields();
        int[] counts = new int[children.size()];
        for (int row = 0; row < rows; row++) {
            byte type = (byte) (row % children.size());
            union.setTypeId(row, type);
            union.setOffset(row, counts[type]++);
        }
        for (int i = 0; i < counts.length; i++) {
            fill(children.get(i), counts[i]);
        }
    }

    private static byte[] text(int row) {
        return ("täxt " + "x".repeat(row % 11) + row).getBytes(StandardCharsets.UTF_8);
    }
}
