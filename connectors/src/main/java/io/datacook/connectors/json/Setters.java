package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datacook.connectors.files.Numbers;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// How JSON values become the values of each plain type. Stateless; safe for all threads.
///
/// Numbers may also stand in strings, which is how programs keep digits that JavaScript would round.
final class Setters {
    private static final int SIGNIFICANT_MAX = 17;
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Setters() {}

    /// Whether [#of] knows the type of a column.
    static boolean supports(Field field) {
        return switch (field.getType()) {
            case ArrowType.Bool _, ArrowType.Int _, ArrowType.Decimal _, ArrowType.Utf8 _, ArrowType.LargeUtf8 _ ->
                true;
            case ArrowType.Time _, ArrowType.Timestamp _, ArrowType.Duration _, ArrowType.Binary _ -> true;
            case ArrowType.FixedSizeBinary _ -> true;
            case ArrowType.FloatingPoint type ->
                type.getPrecision() != org.apache.arrow.vector.types.FloatingPointPrecision.HALF;
            case ArrowType.Date type -> type.getUnit() == org.apache.arrow.vector.types.DateUnit.DAY;
            default -> false;
        };
    }

    /// The way to set a vector's values, or `null` if there is none.
    ///
    /// @param strict whether doubles that would drop digits are refused: inferred columns
    static ScalarWriter.@Nullable Setter of(FieldVector vector, boolean strict) {
        return switch (vector) {
            case VarCharVector texts ->
                (parser, row) -> {
                    byte[] text = utf8(parser);
                    texts.setSafe(row, text);
                    return 4L + text.length;
                };
            case LargeVarCharVector texts ->
                (parser, row) -> {
                    byte[] text = utf8(parser);
                    texts.setSafe(row, text);
                    return 8L + text.length;
                };
            case BigIntVector longs ->
                (parser, row) -> {
                    longs.setSafe(row, whole(parser, Long.MIN_VALUE, Long.MAX_VALUE));
                    return 8;
                };
            case Float8Vector doubles ->
                (parser, row) -> {
                    doubles.setSafe(row, floating(parser, strict));
                    return 8;
                };
            case BitVector bits -> (parser, row) -> bool(bits, parser, row);
            case DecimalVector decimals ->
                (parser, row) -> {
                    decimals.setSafe(row, decimal(parser, (ArrowType.Decimal)
                            decimals.getField().getType()));
                    return 16;
                };
            case Decimal256Vector decimals ->
                (parser, row) -> {
                    decimals.setSafe(row, decimal(parser, (ArrowType.Decimal)
                            decimals.getField().getType()));
                    return 32;
                };
            case TimeStampVector stamps -> new TimestampSetter(stamps);
            case DateDayVector days ->
                (parser, row) -> {
                    days.setSafe(row, (int) LocalDate.parse(text(parser)).toEpochDay());
                    return 4;
                };
            default -> rare(vector);
        };
    }

    private static ScalarWriter.@Nullable Setter rare(FieldVector vector) {
        return switch (vector) {
            case IntVector ints ->
                (parser, row) -> {
                    ints.setSafe(row, (int) whole(parser, Integer.MIN_VALUE, Integer.MAX_VALUE));
                    return 4;
                };
            case SmallIntVector ints ->
                (parser, row) -> {
                    ints.setSafe(row, (int) whole(parser, Short.MIN_VALUE, Short.MAX_VALUE));
                    return 2;
                };
            case TinyIntVector ints ->
                (parser, row) -> {
                    ints.setSafe(row, (int) whole(parser, Byte.MIN_VALUE, Byte.MAX_VALUE));
                    return 1;
                };
            case UInt1Vector ints ->
                (parser, row) -> {
                    ints.setSafe(row, (int) whole(parser, 0, 255));
                    return 1;
                };
            case UInt2Vector ints ->
                (parser, row) -> {
                    ints.setSafe(row, (int) whole(parser, 0, 65_535));
                    return 2;
                };
            case UInt4Vector ints ->
                (parser, row) -> {
                    ints.setSafe(row, (int) whole(parser, 0, 0xffffffffL));
                    return 4;
                };
            case UInt8Vector ints ->
                (parser, row) -> {
                    ints.setSafe(row, unsigned(parser));
                    return 8;
                };
            case Float4Vector floats ->
                (parser, row) -> {
                    floats.setSafe(row, (float) floating(parser, false));
                    return 4;
                };
            case VarBinaryVector binaries ->
                (parser, row) -> {
                    byte[] bytes = Base64.getDecoder().decode(text(parser));
                    binaries.setSafe(row, bytes);
                    return 4L + bytes.length;
                };
            case FixedSizeBinaryVector binaries -> (parser, row) -> fixed(binaries, parser, row);
            default -> time(vector);
        };
    }

    private static ScalarWriter.@Nullable Setter time(FieldVector vector) {
        return switch (vector) {
            case TimeSecVector times ->
                (parser, row) -> {
                    times.setSafe(row, (int) Times.ofDay(text(parser), 1));
                    return 4;
                };
            case TimeMilliVector times ->
                (parser, row) -> {
                    times.setSafe(row, (int) Times.ofDay(text(parser), 1_000));
                    return 4;
                };
            case TimeMicroVector times ->
                (parser, row) -> {
                    times.setSafe(row, Times.ofDay(text(parser), 1_000_000));
                    return 8;
                };
            case TimeNanoVector times ->
                (parser, row) -> {
                    times.setSafe(row, Times.ofDay(text(parser), 1_000_000_000));
                    return 8;
                };
            case DurationVector durations ->
                (parser, row) -> {
                    ArrowType.Duration type =
                            (ArrowType.Duration) durations.getField().getType();
                    durations.setSafe(row, Times.count(Duration.parse(text(parser)), Times.perSecond(type.getUnit())));
                    return 8;
                };
            default -> null;
        };
    }

    /// Any value as JSON text.
    static ScalarWriter.Setter json(VarCharVector vector, RecordParser raw) {
        return (parser, row) -> {
            byte[] text = raw.raw(parser).getBytes(StandardCharsets.UTF_8);
            vector.setSafe(row, text);
            return 4L + text.length;
        };
    }

    private static long bool(BitVector bits, JsonParser parser, int row) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            return -1;
        }
        bits.setSafe(row, token == JsonToken.VALUE_TRUE ? 1 : 0);
        return 1;
    }

    private static long whole(JsonParser parser, long min, long max) throws IOException {
        long value;
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            value = parser.getLongValue();
        } else {
            value = new BigDecimal(number(parser)).longValueExact();
        }
        if (value < min || value > max) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static long unsigned(JsonParser parser) throws IOException {
        BigInteger value = new BigDecimal(number(parser)).toBigIntegerExact();
        if (value.signum() < 0 || value.compareTo(UINT64_MAX) > 0) {
            throw new ArithmeticException("out of range");
        }
        return value.longValue();
    }

    private static double floating(JsonParser parser, boolean strict) throws IOException {
        String text = parser.getText();
        boolean special = parser.currentToken() == JsonToken.VALUE_STRING
                && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"));
        if (!special) {
            byte[] number = number(parser).getBytes(StandardCharsets.UTF_8);
            boolean dropsDigits = strict && Numbers.significant(number, 0, number.length) > SIGNIFICANT_MAX;
            if (dropsDigits || !Numbers.isNumber(number, 0, number.length)) {
                throw new NumberFormatException("no number, or one with more digits than a double keeps");
            }
        }
        return Double.parseDouble(text);
    }

    private static BigDecimal decimal(JsonParser parser, ArrowType.Decimal type) throws IOException {
        BigDecimal value = new BigDecimal(number(parser)).setScale(type.getScale(), RoundingMode.UNNECESSARY);
        if (value.precision() > type.getPrecision()) {
            throw new ArithmeticException("too many digits");
        }
        return value;
    }

    /// The text of a number, or of a string that may spell one; short enough that no exponent blows it up.
    private static String number(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        String text = parser.getText();
        boolean fits = token == JsonToken.VALUE_NUMBER_INT
                || token == JsonToken.VALUE_NUMBER_FLOAT
                || token == JsonToken.VALUE_STRING;
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (!fits || text.length() > 400 || (exponent >= 0 && text.length() - exponent > 5)) {
            throw new NumberFormatException("no number");
        }
        return text;
    }

    /// The text of a string.
    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("no string");
        }
        return parser.getText();
    }

    private static byte[] utf8(JsonParser parser) throws IOException {
        return text(parser).getBytes(StandardCharsets.UTF_8);
    }

    private static long fixed(FixedSizeBinaryVector vector, JsonParser parser, int row) throws IOException {
        byte[] bytes = Times.fixedBytes(text(parser), vector.getByteWidth());
        vector.setSafe(row, bytes);
        return bytes.length;
    }
}
