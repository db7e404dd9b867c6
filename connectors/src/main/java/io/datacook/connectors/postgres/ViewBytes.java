package io.datacook.connectors.postgres;

import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;

/// Bytes of string and binary views.
final class ViewBytes {
    private ViewBytes() {}

    static byte[] of(BaseVariableWidthViewVector vector, int row) {
        return switch (vector) {
            case ViewVarCharVector texts -> texts.get(row);
            case ViewVarBinaryVector bytes -> bytes.get(row);
            default -> throw new IllegalArgumentException("no bytes in " + vector.getField());
        };
    }
}
