package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.NearestDouble;
import io.datacook.connectors.files.Numbers;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.types.pojo.Field;

/// Floating point numbers of 32 or 64 bits: the value nearest to the text.
///
/// An inferred column refuses texts of more than 17 significant digits, whose last digits a double would drop.
final class DoubleColumn extends FixedColumn {
    private static final int SIGNIFICANT_MAX = 17;
    private static final int DIGITS_MAX = 19;
    private static final long EXACT_MAX = 1L << 53;
    private static final double[] POWERS = new double[23];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private final boolean strict;
    private boolean failed;

    /// @param strict whether the column was inferred
    DoubleColumn(Field field, int column, int bits, boolean strict) {
        super(field, column, bits / 8);
        this.strict = strict;
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        byte[] bytes = cells.bytes;
        int[] starts = cells.starts;
        byte[] values = room(to - from, 8);
        int cell = from * cells.width + column;
        for (int record = from; record < to; record++, cell += cells.width) {
            int start = starts[cell] & Cells.INDEX;
            int end = cells.ends[cell];
            int slot = (record - from) * width;
            double value = 0;
            if (start == end) {
                setNull(row + record - from);
            } else if (width == 4) {
                value = slow(bytes, start, end, row + record - from, cells, record);
                Digits.putInt(values, slot, Float.floatToRawIntBits((float) value));
                continue;
            } else {
                value = fast(bytes, start, end);
                if (failed) {
                    failed = false;
                    value = slow(bytes, start, end, row + record - from, cells, record);
                }
            }
            if (width == 8) {
                Digits.putLong(values, slot, Double.doubleToRawLongBits(value));
            } else {
                Digits.putInt(values, slot, 0);
            }
        }
        flush(row, to - from);
    }

    /// Digits, a point, digits: 19 of them at most.
    private double fast(byte[] bytes, int start, int end) {
        boolean negative = bytes[start] == '-';
        int first = negative ? start + 1 : start;
        int length = end - first;
        int wholes = pointAt(bytes, first, Math.min(length, DIGITS_MAX + 1));
        int decimals = Math.max(0, length - wholes - 1);
        int digits = wholes + decimals - (bytes[first] == '0' && decimals > 0 ? wholes : 0);
        boolean tooMany = decimals > DIGITS_MAX || digits > (strict ? SIGNIFICANT_MAX : DIGITS_MAX);
        if (tooMany || wholes > Digits.RUN_MAX || wholes + decimals == 0) {
            failed = true;
            return 0;
        }
        long whole = Digits.parse16(bytes, first, wholes);
        int head = Math.max(0, decimals - Digits.RUN_MAX);
        long fraction = Digits.parse16(bytes, end - decimals + head, decimals - head);
        long front = Digits.parse16(bytes, end - decimals, head);
        if ((whole | fraction | front) < 0 || (whole != 0 && decimals > 18)) {
            failed = true;
            return 0;
        }
        long all = front * Digits.power(Math.min(decimals, Digits.RUN_MAX)) + fraction;
        if (whole != 0) {
            all += whole * Digits.power(decimals);
        }
        double value = all >= 0 && all <= EXACT_MAX && decimals < POWERS.length
                ? all / POWERS[decimals]
                : NearestDouble.of(all, -decimals);
        failed = Double.isNaN(value);
        return negative ? -value : value;
    }

    private static int pointAt(byte[] bytes, int first, int length) {
        long hits = Digits.zeroBytes(Digits.word(bytes, first) ^ 0x2e2e2e2e2e2e2e2eL);
        if (hits != 0) {
            return Math.min(length, Long.numberOfTrailingZeros(hits) >>> 3);
        }
        for (int i = 8; i < length; i++) {
            if (bytes[first + i] == '.') {
                return i;
            }
        }
        return length;
    }

    private double slow(byte[] bytes, int start, int end, int row, Cells cells, int record) {
        int first = skipSpaces(bytes, start, end);
        int last = dropSpaces(bytes, first, end);
        if (first == last) {
            setNull(row);
            return 0;
        }
        String text = new String(bytes, first, last - first, StandardCharsets.ISO_8859_1);
        if (Numbers.isNumber(bytes, first, last)) {
            if (strict && Numbers.significant(bytes, first, last) > SIGNIFICANT_MAX) {
                mark(cells, record);
            }
            return width == 4 ? Float.parseFloat(text) : Double.parseDouble(text);
        }
        Double special = special(text);
        if (special == null || strict) {
            mark(cells, record);
        }
        return special == null ? 0 : special;
    }

    private static @org.jspecify.annotations.Nullable Double special(String text) {
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    @Override
    String expected() {
        return strict ? "a number of at most 17 significant digits" : "a number, NaN, Infinity or -Infinity";
    }
}
