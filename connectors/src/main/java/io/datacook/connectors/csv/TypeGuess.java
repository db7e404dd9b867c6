package io.datacook.connectors.csv;

import io.datacook.connectors.files.DateTimes;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/// The narrowest type that keeps all texts seen so far without loss.
///
/// Whole numbers with leading zeros or plus signs stay texts: a number would drop them. Numbers with a point become
/// decimals if all have the same count of decimals, as prices do, else doubles if 17 digits hold them. **Threading:**
/// one thread.
final class TypeGuess {
    private static final int SIGNIFICANT_MAX = 17;
    private static final int DECIMAL_MAX = 38;
    private static final int SHORT_DECIMAL = 18;
    /// Digits in front of the point that values beyond the sample may have more.
    private static final int WHOLES_SPARE = 3;

    private static final int BOOL = 1;
    private static final int INTEGER = 1 << 1;
    private static final int NUMBER = 1 << 2;
    private static final int DATE = 1 << 3;
    private static final int TIMESTAMP = 1 << 4;
    private static final int ZONED = 1 << 5;

    private final DateTimes times = new DateTimes();
    private int possible = BOOL | INTEGER | NUMBER | DATE | TIMESTAMP | ZONED;
    private boolean any;
    private boolean beyondLong;
    private boolean exponent;
    private boolean nanos;
    private int wholesMax;
    private int scaleMin = Integer.MAX_VALUE;
    private int scaleMax;
    private int significantMax;

    /// Looks at a cell that is not null.
    void add(String cell) {
        String text = cell.strip();
        if (text.isEmpty() || possible == 0) {
            possible = text.isEmpty() && cell.isEmpty() ? possible : 0;
            return;
        }
        any = true;
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            possible &= ~BOOL;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        byte[] padded = Arrays.copyOf(bytes, length + Digits.PADDING);
        if ((possible & (INTEGER | NUMBER)) != 0) {
            number(text, padded, length);
        }
        if ((possible & (DATE | TIMESTAMP | ZONED)) != 0) {
            time(padded, length);
        }
    }

    private void number(String text, byte[] bytes, int length) {
        int first = bytes[0] == '-' ? 1 : 0;
        int wholes = Numbers.digits(bytes, first, length);
        boolean leadingZero = wholes > 1 && bytes[first] == '0';
        if (bytes[0] == '+' || leadingZero || !Numbers.isNumber(bytes, 0, length)) {
            possible &= ~(INTEGER | NUMBER);
            return;
        }
        int decimals = 0;
        if (first + wholes < length && bytes[first + wholes] == '.') {
            decimals = Numbers.digits(bytes, first + wholes + 1, length);
        }
        if (first + wholes < length) {
            possible &= ~INTEGER;
        }
        exponent |= text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        wholesMax = Math.max(wholesMax, wholes);
        scaleMin = Math.min(scaleMin, decimals);
        scaleMax = Math.max(scaleMax, decimals);
        significantMax = Math.max(significantMax, Numbers.significant(bytes, 0, length));
        if (wholes >= 19) {
            try {
                Long.parseLong(text);
            } catch (NumberFormatException beyond) {
                beyondLong = true;
            }
        }
    }

    private void time(byte[] bytes, int length) {
        if (!times.timestamp(bytes, 0, length)) {
            possible &= ~(DATE | TIMESTAMP | ZONED);
            return;
        }
        if (length > DateTimes.DATE_LENGTH) {
            possible &= ~DATE;
        } else {
            // a date among timestamps is midnight; one among zoned ones has no zone
            possible &= ~ZONED;
        }
        possible &= times.isZoned() ? ~TIMESTAMP : ~ZONED;
        nanos |= times.nanos() % 1000 != 0;
    }

    /// Whether no narrower type than text fits.
    boolean isText() {
        return type() instanceof ArrowType.Utf8;
    }

    /// The type.
    ArrowType type() {
        if (!any) {
            return new ArrowType.Utf8();
        }
        if ((possible & BOOL) != 0) {
            return new ArrowType.Bool();
        }
        if ((possible & INTEGER) != 0 && !beyondLong) {
            return new ArrowType.Int(64, true);
        }
        if ((possible & NUMBER) != 0) {
            return number();
        }
        if ((possible & DATE) != 0) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        TimeUnit unit = nanos ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND;
        if ((possible & TIMESTAMP) != 0) {
            return new ArrowType.Timestamp(unit, null);
        }
        return (possible & ZONED) != 0 ? new ArrowType.Timestamp(unit, "UTC") : new ArrowType.Utf8();
    }

    private ArrowType number() {
        boolean sameScale = scaleMin == scaleMax && !exponent;
        boolean decimalFits = !exponent && wholesMax + scaleMax <= DECIMAL_MAX;
        if (!(sameScale && decimalFits) && significantMax <= SIGNIFICANT_MAX && !beyondLong) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        }
        if (!decimalFits) {
            return new ArrowType.Utf8();
        }
        int precision = wholesMax + WHOLES_SPARE + scaleMax <= SHORT_DECIMAL ? SHORT_DECIMAL : DECIMAL_MAX;
        return new ArrowType.Decimal(precision, scaleMax, 128);
    }
}
