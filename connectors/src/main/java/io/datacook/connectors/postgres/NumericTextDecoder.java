package io.datacook.connectors.postgres;

import org.apache.arrow.vector.BaseVariableWidthVector;

/// `numeric` without precision, or of more digits than decimals have, as its text: nothing is lost.
final class NumericTextDecoder implements CellDecoder {
    private final TextDecoder texts;
    private byte[] text = new byte[64];

    NumericTextDecoder(BaseVariableWidthVector vector) {
        this.texts = new TextDecoder(vector, 0);
    }

    @Override
    public void reserve(int rows) {
        texts.reserve(rows);
    }

    @Override
    public void decode(int row, byte[] bytes, int at, int length) {
        int needed = NumericText.length(bytes, at);
        if (text.length < needed) {
            text = new byte[needed];
        }
        texts.decode(row, text, 0, NumericText.write(bytes, at, text));
    }

    @Override
    public void setNull(int row) {
        texts.setNull(row);
    }

    @Override
    public void finish(int rows) {
        texts.finish(rows);
    }
}
