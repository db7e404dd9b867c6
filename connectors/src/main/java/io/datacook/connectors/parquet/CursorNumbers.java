package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/// Cursor values that are whole numbers inside: signed numbers, dates, timestamps, decimals of up to 18 digits.
final class CursorNumbers {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int LONG_DIGITS = 18;

    private CursorNumbers() {}

    static boolean supports(ArrowType type) {
        return switch (type) {
            case ArrowType.Int number -> number.getIsSigned();
            case ArrowType.Decimal decimal -> decimal.getPrecision() <= LONG_DIGITS && decimal.getBitWidth() == 128;
            case ArrowType.Date _, ArrowType.Timestamp _ -> true;
            default -> false;
        };
    }

    /// The largest value not above a bound, so that `>` and `<=` stay what they are.
    static @Nullable Long bound(@Nullable String text, ArrowType type) {
        if (text == null) {
            return null;
        }
        try {
            return switch (type) {
                case ArrowType.Date _ -> LocalDate.parse(text).toEpochDay();
                case ArrowType.Timestamp stamp -> timestamp(text, stamp);
                case ArrowType.Decimal decimal -> floor(new BigDecimal(text), decimal.getScale());
                default -> floor(new BigDecimal(text), 0);
            };
        } catch (NumberFormatException | DateTimeException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("the cursor value '%s' is not of type %s; the column's type changed since the last run, "
                                    + "so run `datacook state reset` to start afresh")
                            .formatted(text, type),
                    damaged);
        }
    }

    /// The value of a row that is not null.
    static long value(FieldVector vector, int row) {
        return switch (vector) {
            case BigIntVector values -> values.get(row);
            case IntVector values -> values.get(row);
            case SmallIntVector values -> values.get(row);
            case TinyIntVector values -> values.get(row);
            case DateDayVector values -> values.get(row);
            case TimeStampVector values -> values.get(row);
            case DecimalVector values -> values.getDataBuffer().getLong(row * 16L);
            default -> throw new IllegalStateException(vector.getField() + " is no number inside");
        };
    }

    static @Nullable Long least(@Nullable Statistics statistics, FileLeaf leaf) {
        return statistics == null ? null : number(statistics.getMin_value(), leaf);
    }

    static @Nullable Long greatest(@Nullable Statistics statistics, FileLeaf leaf) {
        return statistics == null ? null : number(statistics.getMax_value(), leaf);
    }

    private static @Nullable Long number(byte @Nullable [] value, FileLeaf leaf) {
        if (value == null) {
            return null;
        }
        if (leaf.element().getType() == Type.INT32 && value.length == 4) {
            return (long) Bytes.intAt(value, 0);
        }
        return leaf.element().getType() == Type.INT64 && value.length == 8 ? Bytes.longAt(value, 0) : null;
    }

    private static long timestamp(String text, ArrowType.Timestamp type) {
        Instant instant =
                type.getTimezone() == null ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC) : Instant.parse(text);
        int digits =
                switch (type.getUnit()) {
                    case SECOND -> 0;
                    case MILLISECOND -> 3;
                    case MICROSECOND -> 6;
                    case NANOSECOND -> 9;
                };
        BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
        return floor(seconds, digits);
    }

    private static long floor(BigDecimal value, int scale) {
        BigInteger whole = value.setScale(scale, RoundingMode.FLOOR).unscaledValue();
        return whole.max(MIN).min(MAX).longValue();
    }
}
