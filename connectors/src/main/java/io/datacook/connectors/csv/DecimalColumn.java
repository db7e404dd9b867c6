package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// Decimals of 128 bits. A value with more decimals than the column keeps is refused unless they are zeros.
final class DecimalColumn extends FixedColumn {
    private static final int FAST_DIGITS_MAX = 18;
    private static final int EXPONENT_MAX = 80;

    private final int precision;
    private final int scale;
    private boolean failed;
    private long high;

    DecimalColumn(Field field, int column) {
        super(field, column, 16);
        ArrowType.Decimal type = (ArrowType.Decimal) field.getType();
        this.precision = type.getPrecision();
        this.scale = type.getScale();
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        byte[] bytes = cells.bytes;
        int[] starts = cells.starts;
        byte[] values = room(to - from, 16);
        int cell = from * cells.width + column;
        int at = 0;
        for (int record = from; record < to; record++, cell += cells.width, at += 16) {
            int start = starts[cell] & Cells.INDEX;
            int end = cells.ends[cell];
            long value;
            if (start == end) {
                setNull(row + record - from);
                value = 0;
                high = 0;
            } else {
                failed = false;
                value = value(bytes, start, end, row + record - from);
                if (failed) {
                    mark(cells, record);
                }
            }
            Digits.putLong(values, at, value);
            Digits.putLong(values, at + 8, high);
        }
        flush(row, to - from);
    }

    /// The low 64 bits of the unscaled value; the high ones are left in [#high].
    private long value(byte[] bytes, int start, int end, int row) {
        boolean negative = bytes[start] == '-';
        int first = negative ? start + 1 : start;
        int length = end - first;
        int decimals = 0;
        int wholes = length;
        // the point usually stands where the scale says; values with fewer decimals have it further right
        for (int tried = Math.min(scale, length - 1); tried >= 0; tried--) {
            if (bytes[end - 1 - tried] == '.') {
                decimals = tried;
                wholes = length - 1 - tried;
                break;
            }
        }
        if (wholes <= Digits.RUN_MAX
                && wholes + scale <= FAST_DIGITS_MAX
                && scale <= Digits.RUN_MAX
                && wholes + decimals > 0) {
            long whole = Digits.parse16(bytes, first, wholes);
            long fraction = Digits.parse16(bytes, end - decimals, decimals);
            if (whole >= 0 && fraction >= 0) {
                long unscaled = whole * Digits.power(scale) + fraction * Digits.power(scale - decimals);
                if (precision >= FAST_DIGITS_MAX || unscaled < Digits.power(precision)) {
                    long signed = negative ? -unscaled : unscaled;
                    high = signed >> 63;
                    return signed;
                }
            }
        }
        return slow(bytes, start, end, row);
    }

    private long slow(byte[] bytes, int start, int end, int row) {
        int first = skipSpaces(bytes, start, end);
        int last = dropSpaces(bytes, first, end);
        high = 0;
        if (first == last) {
            setNull(row);
            return 0;
        }
        BigInteger unscaled = unscaled(bytes, first, last, precision, scale);
        if (unscaled == null) {
            failed = true;
            return 0;
        }
        high = unscaled.shiftRight(64).longValue();
        return unscaled.longValue();
    }

    /// The exact unscaled value of a text, or `null` if it is no number or does not fit.
    static @org.jspecify.annotations.Nullable BigInteger unscaled(
            byte[] bytes, int first, int last, int precision, int scale) {
        // BigDecimal would build the digits of 1e999999999
        if (last - first > 2 * EXPONENT_MAX || !Numbers.isNumber(bytes, first, last)) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(new String(bytes, first, last - first, StandardCharsets.US_ASCII));
            if (value.signum() == 0) {
                return BigInteger.ZERO;
            }
            if (Math.abs((long) value.scale()) > 2 * EXPONENT_MAX) {
                return null;
            }
            BigDecimal fitted = value.setScale(scale, java.math.RoundingMode.UNNECESSARY);
            return fitted.precision() > precision ? null : fitted.unscaledValue();
        } catch (ArithmeticException | NumberFormatException unfit) {
            return null;
        }
    }

    @Override
    String expected() {
        return "a decimal with at most %d digits, %d of them behind the point".formatted(precision, scale);
    }
}
