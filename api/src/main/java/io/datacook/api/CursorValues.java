package io.datacook.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// How values of cursor columns are spelled in checkpoints, and how two spellings compare.
///
/// Whole numbers and decimals are plain digits (`12.50`), dates `2026-11-21`, timestamps
/// `2026-11-21T10:15:30.123456` and with a zone `2026-11-21T10:15:30.123456Z` (always UTC), strings themselves.
/// Stateless; safe for all threads.
public final class CursorValues {
    private CursorValues() {}

    /// Whether a column of this type can be a cursor: it has a total order and a lossless text.
    public static boolean supports(ArrowType type) {
        return switch (type) {
            case ArrowType.Int _, ArrowType.Decimal _, ArrowType.FloatingPoint _ -> true;
            case ArrowType.Date date -> date.getUnit() == org.apache.arrow.vector.types.DateUnit.DAY;
            case ArrowType.Timestamp _, ArrowType.Utf8 _ -> true;
            default -> false;
        };
    }

    /// The text of one value.
    ///
    /// @return the text, or `null` if the value is null
    /// @throws IllegalArgumentException if [#supports] refuses the vector's type
    public static @Nullable String text(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector) {
            case TimeStampVector stamps ->
                timestamp(
                        stamps.get(row), (ArrowType.Timestamp) stamps.getField().getType());
            case DateDayVector days -> LocalDate.ofEpochDay(days.get(row)).toString();
            case DecimalVector decimals -> decimals.getObjectNotNull(row).toPlainString();
            case Decimal256Vector decimals -> decimals.getObjectNotNull(row).toPlainString();
            case TinyIntVector ints -> Long.toString(ints.get(row));
            case SmallIntVector ints -> Long.toString(ints.get(row));
            case IntVector ints -> Long.toString(ints.get(row));
            case BigIntVector ints -> Long.toString(ints.get(row));
            case UInt1Vector ints -> Long.toString(ints.get(row) & 0xffL);
            case UInt2Vector ints -> Long.toString(ints.get(row));
            case UInt4Vector ints -> Integer.toUnsignedString(ints.get(row));
            case UInt8Vector ints -> Long.toUnsignedString(ints.get(row));
            case Float4Vector floats -> Float.toString(floats.get(row));
            case Float8Vector floats -> Double.toString(floats.get(row));
            case VarCharVector strings -> new String(strings.get(row), java.nio.charset.StandardCharsets.UTF_8);
            default ->
                throw new IllegalArgumentException(
                        "a column of type " + vector.getField().getType()
                                + " cannot be a cursor; take a number, date, timestamp or string");
        };
    }

    /// Orders two texts of values of one type.
    ///
    /// @return negative, zero or positive as `left` is before, equal to or after `right`
    /// @throws DatacookException `STATE_INVALID` if a text is not of the type
    public static int compare(ArrowType type, String left, String right) {
        try {
            return switch (type) {
                case ArrowType.Int _, ArrowType.Decimal _ -> new BigDecimal(left).compareTo(new BigDecimal(right));
                case ArrowType.FloatingPoint _ -> Double.compare(Double.parseDouble(left), Double.parseDouble(right));
                case ArrowType.Date _ -> LocalDate.parse(left).compareTo(LocalDate.parse(right));
                case ArrowType.Timestamp stamp
                when stamp.getTimezone() != null -> Instant.parse(left).compareTo(Instant.parse(right));
                case ArrowType.Timestamp _ -> LocalDateTime.parse(left).compareTo(LocalDateTime.parse(right));
                default -> left.compareTo(right);
            };
        } catch (NumberFormatException | DateTimeParseException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("the cursor values '%s' and '%s' are not both of type %s; the column's type changed "
                                    + "since the last run, so run `datacook state reset` to start afresh")
                            .formatted(left, right, type),
                    damaged);
        }
    }

    /// The later of two values, where `null` is before everything.
    public static @Nullable String max(ArrowType type, @Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return compare(type, left, right) >= 0 ? left : right;
    }

    private static String timestamp(long value, ArrowType.Timestamp type) {
        long perSecond = perSecond(type.getUnit());
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
        return type.getTimezone() == null
                ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString()
                : instant.toString();
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1L;
            case MILLISECOND -> 1_000L;
            case MICROSECOND -> 1_000_000L;
            case NANOSECOND -> 1_000_000_000L;
        };
    }
}
