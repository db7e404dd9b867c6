package io.datacook.connectors.postgres;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;

/// Cells of one width, written straight into the vector's buffers.
final class FixedDecoder implements CellDecoder {
    /// Puts a cell that is not null into a buffer.
    @FunctionalInterface
    interface Put {
        /// Puts one cell.
        ///
        /// @return whether the cell holds a value, `false` for a null
        boolean put(ArrowBuf values, long row, byte[] bytes, int at);
    }

    private final Put put;
    private final BaseFixedWidthVector vector;
    private ArrowBuf values;
    private ArrowBuf validity;

    FixedDecoder(BaseFixedWidthVector vector, Put put) {
        this.vector = vector;
        this.put = put;
        this.values = vector.getDataBuffer();
        this.validity = vector.getValidityBuffer();
    }

    @Override
    public void reserve(int rows) {
        while (vector.getValueCapacity() < rows) {
            vector.reAlloc();
        }
        values = vector.getDataBuffer();
        validity = vector.getValidityBuffer();
    }

    @Override
    public void decode(int row, byte[] bytes, int at, int length) {
        if (put.put(values, row, bytes, at)) {
            BitVectorHelper.setBit(validity, row);
        } else {
            BitVectorHelper.unsetBit(validity, row);
        }
    }

    @Override
    public void setNull(int row) {
        BitVectorHelper.unsetBit(validity, row);
    }

    @Override
    public void finish(int rows) {
        vector.setValueCount(rows);
    }
}
