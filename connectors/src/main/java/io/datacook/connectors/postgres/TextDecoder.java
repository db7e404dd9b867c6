package io.datacook.connectors.postgres;

import org.apache.arrow.vector.BaseVariableWidthVector;

/// Texts and bytes as they are.
///
/// @param skipped bytes in front of the text, such as the version of `jsonb`
record TextDecoder(BaseVariableWidthVector vector, int skipped) implements CellDecoder {
    @Override
    public void reserve(int rows) {
        while (vector.getValueCapacity() < rows) {
            vector.reallocValidityAndOffsetBuffers();
        }
    }

    @Override
    public void decode(int row, byte[] bytes, int at, int length) {
        vector.setSafe(row, bytes, at + skipped, length - skipped);
    }

    @Override
    public void setNull(int row) {
        vector.setNull(row);
    }

    @Override
    public void finish(int rows) {
        vector.setValueCount(rows);
    }
}
