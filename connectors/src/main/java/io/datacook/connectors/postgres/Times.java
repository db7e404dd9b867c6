package io.datacook.connectors.postgres;

import java.time.Duration;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Dates, times, timestamps and intervals; what is finer than a microsecond is refused, not cut.
final class Times {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long MICROS_PER_MILLI = 1_000L;

    private Times() {}

    /// @param target `date`, `time`, `timestamp`, `timestamptz` or `interval`
    static CellEncoder.@Nullable Binder binder(Field field, String target) {
        return switch (field.getType()) {
            case ArrowType.Date date when target.equals("date") -> vector -> date(vector, date.getUnit());
            case ArrowType.Time time when target.equals("time") -> vector -> time(vector, time.getUnit());
            case ArrowType.Timestamp stamp
            when target.equals(stamp.getTimezone() == null ? "timestamp" : "timestamptz") ->
                vector -> timestamp(vector, stamp.getUnit());
            case ArrowType.Interval _ when target.equals("interval") -> Times::interval;
            case ArrowType.Duration _ when target.equals("interval") -> Times::interval;
            default -> null;
        };
    }

    private static CellEncoder date(FieldVector vector, DateUnit unit) {
        ArrowBuf values = vector.getDataBuffer();
        return (row, out) -> {
            long days = unit == DateUnit.DAY
                    ? values.getInt(row * 4L)
                    : Math.floorDiv(values.getLong(row * 8L), DAY_MILLIS);
            long shifted = days - Wire.EPOCH_DAYS;
            if (shifted <= Integer.MIN_VALUE || shifted >= Integer.MAX_VALUE) {
                throw new BadCell(days + " days since 1970", "PostgreSQL's dates are 4713 BC to 5874897");
            }
            out.putInt(4);
            out.putInt((int) shifted);
        };
    }

    private static CellEncoder time(FieldVector vector, TimeUnit unit) {
        ArrowBuf values = vector.getDataBuffer();
        return (row, out) -> {
            boolean narrow = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND;
            long value = narrow ? values.getInt(row * 4L) : values.getLong(row * 8L);
            out.putInt(8);
            out.putLong(micros(value, unit));
        };
    }

    private static CellEncoder timestamp(FieldVector vector, TimeUnit unit) {
        ArrowBuf values = vector.getDataBuffer();
        return (row, out) -> {
            long value = values.getLong(row * 8L);
            long shifted;
            try {
                shifted = Math.subtractExact(micros(value, unit), Wire.EPOCH_MICROS);
            } catch (ArithmeticException overflow) {
                shifted = Long.MIN_VALUE;
            }
            if (shifted == Long.MIN_VALUE) {
                throw new BadCell(value + " " + unit, "PostgreSQL's timestamps are 4713 BC to 294276");
            }
            out.putInt(8);
            out.putLong(shifted);
        };
    }

    private static long micros(long value, TimeUnit unit) {
        return switch (unit) {
            case SECOND -> Math.multiplyExact(value, 1_000_000L);
            case MILLISECOND -> Math.multiplyExact(value, MICROS_PER_MILLI);
            case MICROSECOND -> value;
            case NANOSECOND -> {
                if (value % NANOS_PER_MICRO != 0) {
                    throw new BadCell(
                            value + " ns", "PostgreSQL keeps microseconds; round the column with a cast step first");
                }
                yield value / NANOS_PER_MICRO;
            }
        };
    }

    private static CellEncoder interval(FieldVector vector) {
        ArrowBuf values = vector.getDataBuffer();
        return switch (vector) {
            case IntervalMonthDayNanoVector _ ->
                (row, out) -> put(
                        out,
                        micros(IntervalMonthDayNanoVector.getNanoseconds(values, row), TimeUnit.NANOSECOND),
                        IntervalMonthDayNanoVector.getDays(values, row),
                        IntervalMonthDayNanoVector.getMonths(values, row));
            case IntervalDayVector _ ->
                (row, out) -> put(
                        out,
                        IntervalDayVector.getMilliseconds(values, row) * MICROS_PER_MILLI,
                        IntervalDayVector.getDays(values, row),
                        0);
            case IntervalYearVector _ -> (row, out) -> put(out, 0, 0, values.getInt(row * 4L));
            case DurationVector durations ->
                (row, out) -> {
                    Duration duration = durations.getObjectNotNull(row);
                    long micros = Math.addExact(
                            Math.multiplyExact(duration.toSeconds(), 1_000_000L),
                            micros(duration.toNanosPart(), TimeUnit.NANOSECOND));
                    put(out, micros, 0, 0);
                };
            default -> throw new IllegalArgumentException("no interval: " + vector.getField());
        };
    }

    private static void put(CopyBuffer out, long micros, int days, int months) {
        out.putInt(16);
        out.putLong(micros);
        out.putInt(days);
        out.putInt(months);
    }
}
