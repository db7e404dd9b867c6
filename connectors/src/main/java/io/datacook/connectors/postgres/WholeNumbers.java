package io.datacook.connectors.postgres;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Whole numbers, signed or not, into integers of at least their range.
final class WholeNumbers {
    /// Reads a number as a long; 64 unsigned bits come as they are.
    @FunctionalInterface
    interface Reader {
        long read(int row);
    }

    private WholeNumbers() {}

    /// Writes a field's numbers into a column of a width.
    ///
    /// @param width bytes of the column's type
    /// @return `null` if the column does not hold every value of the field
    static CellEncoder.@Nullable Binder binder(Field field, int width) {
        if (!(field.getType() instanceof ArrowType.Int ints)) {
            return null;
        }
        int bits = ints.getBitWidth() + (ints.getIsSigned() ? 0 : 1);
        return bits > width * 8 ? null : vector -> encoder(reader(vector, ints), width);
    }

    private static CellEncoder encoder(Reader reader, int width) {
        return switch (width) {
            case 2 ->
                (row, out) -> {
                    out.putInt(2);
                    out.putShort((int) reader.read(row));
                };
            case 4 ->
                (row, out) -> {
                    out.putInt(4);
                    out.putInt((int) reader.read(row));
                };
            default ->
                (row, out) -> {
                    out.putInt(8);
                    out.putLong(reader.read(row));
                };
        };
    }

    static Reader reader(FieldVector vector, ArrowType.Int ints) {
        BaseFixedWidthVector values = (BaseFixedWidthVector) vector;
        boolean signed = ints.getIsSigned();
        return switch (ints.getBitWidth()) {
            case 8 ->
                row -> {
                    byte value = values.getDataBuffer().getByte(row);
                    return signed ? value : value & 0xff;
                };
            case 16 ->
                row -> {
                    short value = values.getDataBuffer().getShort(row * 2L);
                    return signed ? value : value & 0xffff;
                };
            case 32 ->
                row -> {
                    int value = values.getDataBuffer().getInt(row * 4L);
                    return signed ? value : Integer.toUnsignedLong(value);
                };
            default -> row -> values.getDataBuffer().getLong(row * 8L);
        };
    }
}
