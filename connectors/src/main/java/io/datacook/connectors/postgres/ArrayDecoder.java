package io.datacook.connectors.postgres;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.complex.ListVector;

/// Arrays of one dimension into lists; where an array's numbering starts is not kept.
///
/// On the wire an array is its number of dimensions, a flag for nulls, the element's type, length and first number of
/// each dimension, then the elements with their lengths.
final class ArrayDecoder implements CellDecoder {
    private static final int OFFSET_BYTES = 4;
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;

    private final ListVector vector;
    private final CellDecoder elements;

    ArrayDecoder(ListVector vector, CellDecoder elements) {
        this.vector = vector;
        this.elements = elements;
    }

    @Override
    public void reserve(int rows) {
        while (vector.getValueCapacity() < rows || vector.getOffsetBuffer().capacity() / OFFSET_BYTES <= rows) {
            int capacity = vector.getDataVector().getValueCapacity();
            vector.reAlloc();
            elements.reserve(capacity);
        }
    }

    @Override
    public void decode(int row, byte[] bytes, int at, int length) {
        int dimensions = Wire.int32(bytes, at);
        if (dimensions > 1) {
            throw new BadCell(
                    "an array of %d dimensions".formatted(dimensions),
                    "lists have one dimension; select to_json(column) with a query, or set `arrays: text`");
        }
        ArrowBuf offsets = vector.getOffsetBuffer();
        int start = offsets.getInt((long) row * OFFSET_BYTES);
        int count = dimensions == 0 ? 0 : Wire.int32(bytes, at + HEADER);
        elements.reserve(start + count);
        int next = at + HEADER + DIMENSION;
        for (int i = 0; i < count; i++) {
            int size = Wire.int32(bytes, next);
            next += 4;
            if (size == Wire.NULL) {
                elements.setNull(start + i);
            } else {
                elements.decode(start + i, bytes, next, size);
                next += size;
            }
        }
        offsets.setInt((row + 1L) * OFFSET_BYTES, start + count);
        BitVectorHelper.setBit(vector.getValidityBuffer(), row);
    }

    @Override
    public void setNull(int row) {
        ArrowBuf offsets = vector.getOffsetBuffer();
        offsets.setInt((row + 1L) * OFFSET_BYTES, offsets.getInt((long) row * OFFSET_BYTES));
        BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
    }

    @Override
    public void finish(int rows) {
        int elementCount = vector.getOffsetBuffer().getInt((long) rows * OFFSET_BYTES);
        vector.setLastSet(rows - 1);
        vector.setValueCount(rows);
        elements.finish(elementCount);
    }
}
