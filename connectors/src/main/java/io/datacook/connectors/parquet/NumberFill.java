package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.Type;

/// Lays numbers out as an Arrow type's buffer has them. Stateless.
final class NumberFill {
    private static final long DAY_MILLIS = 86_400_000L;

    private NumberFill() {}

    /// Bytes of a value of a type in its buffer, or 0 for truth values.
    static int width(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _ -> 0;
            case ArrowType.Int number -> number.getBitWidth() / 8;
            case ArrowType.FloatingPoint number ->
                switch (number.getPrecision()) {
                    case HALF -> 2;
                    case SINGLE -> 4;
                    case DOUBLE -> 8;
                };
            case ArrowType.Date date -> date.getUnit() == DateUnit.DAY ? 4 : 8;
            case ArrowType.Time time -> time.getBitWidth() / 8;
            case ArrowType.Timestamp _, ArrowType.Duration _ -> 8;
            case ArrowType.Decimal decimal -> decimal.getBitWidth() / 8;
            default -> throw new IllegalArgumentException(type + " is no number");
        };
    }

    /// Undoes the sign extension of 32-bit numbers, in place.
    static void unsigned(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] &= 0xffffffffL;
        }
    }

    /// Changes numbers from the file's unit to the type's, in place.
    static void convert(long[] values, int count, Type physical, ArrowType type) {
        switch (type) {
            case ArrowType.Date date
            when date.getUnit() == DateUnit.MILLISECOND -> {
                for (int i = 0; i < count; i++) {
                    values[i] *= DAY_MILLIS;
                }
            }
            case ArrowType.Time time when time.getUnit() == TimeUnit.SECOND -> thousandth(values, count);
            case ArrowType.Timestamp stamp when stamp.getUnit() == TimeUnit.SECOND -> thousandth(values, count);
            case ArrowType.FloatingPoint floating
            when floating.getPrecision() == FloatingPointPrecision.DOUBLE && physical == Type.FLOAT -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Double.doubleToRawLongBits(Float.intBitsToFloat((int) values[i]));
                }
            }
            default -> {
                // the file's unit is the type's
            }
        }
    }

    private static void thousandth(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.floorDiv(values[i], 1000L);
        }
    }

    /// Writes a value; wide ones sign-extended.
    static void put(byte[] into, int at, int width, long value) {
        switch (width) {
            case 1 -> into[at] = (byte) value;
            case 2 -> {
                into[at] = (byte) value;
                into[at + 1] = (byte) (value >>> 8);
            }
            case 4 -> Bytes.INT.set(into, at, (int) value);
            default -> {
                Bytes.LONG.set(into, at, value);
                for (int i = 8; i < width; i += 8) {
                    Bytes.LONG.set(into, at + i, value >> 63);
                }
            }
        }
    }

    /// Writes a big-endian two's complement number as little-endian bytes of a width.
    static void putBigEndian(byte[] into, int at, int width, byte[] from, int start, int length) {
        if (length > width) {
            byte sign = (byte) (from[start] < 0 ? -1 : 0);
            for (int i = 0; i < length - width; i++) {
                if (from[start + i] != sign) {
                    throw new DatacookException(
                            ErrorCode.DATA_INVALID, "a decimal of %d bytes does not fit its column".formatted(length));
                }
            }
        }
        byte fill = (byte) (length > 0 && from[start] < 0 ? -1 : 0);
        for (int i = 0; i < width; i++) {
            into[at + i] = i < length ? from[start + length - 1 - i] : fill;
        }
    }
}
