package io.datacook.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
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
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// JSON texts of cells without children; the rules stand at [RowText].
final class CellText {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private CellText() {}

    /// Appends a cell that is not null.
    static void append(StringBuilder text, FieldVector column, int row) {
        String string = string(column, row);
        if (string != null) {
            RowText.appendString(text, string);
            return;
        }
        switch (column) {
            case BitVector bits -> text.append(bits.get(row) == 1);
            case TinyIntVector ints -> text.append(ints.get(row));
            case SmallIntVector ints -> text.append(ints.get(row));
            case IntVector ints -> text.append(ints.get(row));
            case BigIntVector ints -> text.append(ints.get(row));
            case UInt1Vector ints -> text.append(ints.get(row) & 0xff);
            case UInt2Vector ints -> text.append((int) ints.get(row));
            case UInt4Vector ints -> text.append(Integer.toUnsignedString(ints.get(row)));
            case UInt8Vector ints -> text.append(Long.toUnsignedString(ints.get(row)));
            case Float2Vector floats -> appendFloat(text, floats.getValueAsFloat(row));
            case Float4Vector floats -> appendFloat(text, floats.get(row));
            case Float8Vector floats -> {
                double value = floats.get(row);
                text.append(Double.isFinite(value) ? Double.toString(value) : "\"" + value + "\"");
            }
            case ExtensionTypeVector<?> extension
            when extension.getUnderlyingVector() instanceof FieldVector inner -> RowText.append(text, inner, row);
            default -> appendQuoted(text, column, row);
        }
    }

    /// The text of a string column's cell that is not null, or `null` if the column holds no strings.
    static @Nullable String string(FieldVector column, int row) {
        return switch (column) {
            case VarCharVector strings -> new String(strings.get(row), StandardCharsets.UTF_8);
            case LargeVarCharVector strings -> new String(strings.get(row), StandardCharsets.UTF_8);
            case ViewVarCharVector strings -> new String(strings.get(row), StandardCharsets.UTF_8);
            default -> null;
        };
    }

    private static void appendFloat(StringBuilder text, float value) {
        text.append(Float.isFinite(value) ? Float.toString(value) : "\"" + value + "\"");
    }

    private static void appendQuoted(StringBuilder text, FieldVector column, int row) {
        text.append('"');
        switch (column) {
            case DecimalVector decimals ->
                text.append(decimals.getObjectNotNull(row).toPlainString());
            case Decimal256Vector decimals ->
                text.append(decimals.getObjectNotNull(row).toPlainString());
            case DateDayVector days -> text.append(LocalDate.ofEpochDay(days.get(row)));
            case DateMilliVector millis ->
                text.append(LocalDate.ofEpochDay(Math.floorDiv(millis.get(row), MILLIS_PER_DAY)));
            case TimeSecVector times -> appendTime(text, times.get(row), TimeUnit.SECOND);
            case TimeMilliVector times -> appendTime(text, times.get(row), TimeUnit.MILLISECOND);
            case TimeMicroVector times -> appendTime(text, times.get(row), TimeUnit.MICROSECOND);
            case TimeNanoVector times -> appendTime(text, times.get(row), TimeUnit.NANOSECOND);
            case TimeStampVector stamps -> appendTimestamp(text, stamps, row);
            case DurationVector durations -> text.append(durations.getObjectNotNull(row));
            case IntervalYearVector months -> text.append(Period.ofMonths(months.get(row)));
            case IntervalDayVector intervals -> {
                long millis = IntervalDayVector.getMilliseconds(intervals.getDataBuffer(), row);
                int days = IntervalDayVector.getDays(intervals.getDataBuffer(), row);
                appendInterval(text, Period.ofDays(days), Duration.ofMillis(millis));
            }
            case IntervalMonthDayNanoVector intervals -> {
                int months = IntervalMonthDayNanoVector.getMonths(intervals.getDataBuffer(), row);
                int days = IntervalMonthDayNanoVector.getDays(intervals.getDataBuffer(), row);
                long nanos = IntervalMonthDayNanoVector.getNanoseconds(intervals.getDataBuffer(), row);
                appendInterval(text, Period.of(0, months, days), Duration.ofNanos(nanos));
            }
            case FixedSizeBinaryVector bytes
            when TypeNames.isUuid(bytes.getField()) -> text.append(uuid(bytes.get(row)));
            case FixedSizeBinaryVector bytes -> appendBase64(text, bytes.get(row));
            case VarBinaryVector bytes -> appendBase64(text, bytes.get(row));
            case LargeVarBinaryVector bytes -> appendBase64(text, bytes.get(row));
            case ViewVarBinaryVector bytes -> appendBase64(text, bytes.get(row));
            default ->
                throw new IllegalArgumentException(
                        "a column of type " + TypeNames.name(column.getField()) + " has no text");
        }
        text.append('"');
    }

    private static UUID uuid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static void appendBase64(StringBuilder text, byte[] bytes) {
        text.append(Base64.getEncoder().encodeToString(bytes));
    }

    /// A period's days and a duration's time in one ISO-8601 text.
    private static void appendInterval(StringBuilder text, Period period, Duration duration) {
        if (duration.isZero()) {
            text.append(period);
        } else if (period.isZero()) {
            text.append(duration);
        } else {
            text.append(period).append(duration.toString().substring(1));
        }
    }

    /// A time of day; a number outside of a day, which only a broken file holds, as it is.
    private static void appendTime(StringBuilder text, long value, TimeUnit unit) {
        long perSecond = perSecond(unit);
        if (value < 0 || value >= 86_400 * perSecond) {
            text.append(value);
            return;
        }
        DateTimeFormatter.ISO_LOCAL_TIME.formatTo(LocalTime.ofNanoOfDay(value * (1_000_000_000L / perSecond)), text);
    }

    /// A point in time; a number of seconds beyond what ISO years can spell as it is.
    private static void appendTimestamp(StringBuilder text, TimeStampVector stamps, int row) {
        ArrowType.Timestamp type = (ArrowType.Timestamp) stamps.getField().getType();
        long value = stamps.get(row);
        long perSecond = perSecond(type.getUnit());
        try {
            Instant instant = Instant.ofEpochSecond(
                    Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
            DateTimeFormatter.ISO_LOCAL_DATE_TIME.formatTo(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), text);
            text.append(type.getTimezone() == null ? "" : "Z");
        } catch (DateTimeException beyond) {
            text.append(value);
        }
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
