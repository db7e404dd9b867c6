package io.datacook.engine.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datacook.api.RowText;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Casts to dates, times, timestamps and durations: all of them are numbers of some unit.
///
/// A timestamp without a zone is taken for UTC where one with a zone is asked for, and becomes UTC's wall clock time
/// the other way around. Whole numbers are numbers of the target's unit.
final class TimeCasts {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private TimeCasts() {}

    static @Nullable CellCast find(Kind source, Kind target, Rounding rounding) {
        boolean pointInTime = target == Kind.DATE || target == Kind.TIMESTAMP;
        return switch (source) {
            case DATE, TIMESTAMP -> pointInTime ? (from, to) -> units(from, to, rounding) : null;
            case TIME, DURATION -> source == target ? (from, to) -> units(from, to, rounding) : null;
            case WHOLE -> TimeCasts::wholes;
            case TEXT -> (from, to) -> texts(from, to, rounding);
            case NULL, BOOL, UNSIGNED64, FLOAT, DECIMAL, JSON, BINARY, UUID, INTERVAL, NESTED, OTHER -> null;
        };
    }

    private static CellCast.Bound units(FieldVector from, FieldVector to, Rounding rounding) {
        Cells.LongOf cells = Cells.longs(from);
        TimeSink sink = new TimeSink(to, rounding);
        long unit = nanos(from.getField().getType());
        return row -> {
            String reason = sink.set(row, cells.at(row), unit);
            return reason == null ? null : Casts.shown(String.valueOf(RowText.plain(from, row))) + reason;
        };
    }

    private static CellCast.Bound wholes(FieldVector from, FieldVector to) {
        Cells.LongOf cells = Cells.longs(from);
        TimeSink sink = new TimeSink(to, Rounding.EXACT);
        return row -> {
            long value = cells.at(row);
            String reason = sink.raw(row, value);
            return reason == null ? null : "'" + value + "'" + reason;
        };
    }

    private static CellCast.Bound texts(FieldVector from, FieldVector to, Rounding rounding) {
        Cells.BytesOf cells = Cells.bytes(from);
        TimeSink sink = new TimeSink(to, rounding);
        TimeTexts texts = TimeTexts.of(to.getField().getType());
        return row -> {
            String text = new String(cells.at(row), UTF_8).strip();
            TimeTexts.Parsed parsed = texts.parse(text);
            String reason =
                    parsed.reason() != null ? parsed.reason() : sink.parts(row, parsed.seconds(), parsed.nanos());
            return reason == null ? null : Casts.shown(text) + reason;
        };
    }

    /// Nanoseconds in the unit of a column.
    static long nanos(ArrowType type) {
        return switch (type) {
            case ArrowType.Date date -> date.getUnit() == DateUnit.DAY ? NANOS_PER_DAY : 1_000_000L;
            case ArrowType.Time time -> NANOS_PER_SECOND / Cells.perSecond(time.getUnit());
            case ArrowType.Timestamp stamp -> NANOS_PER_SECOND / Cells.perSecond(stamp.getUnit());
            case ArrowType.Duration duration -> NANOS_PER_SECOND / Cells.perSecond(duration.getUnit());
            default -> throw new IllegalArgumentException("no unit of time: " + type);
        };
    }

    /// Takes amounts of time for one column.
    private static final class TimeSink {
        private final Cells.LongTo cells;
        private final Rounding rounding;
        private final String type;
        private final long unit;
        private final boolean dateMillis;
        private final long min;
        private final long max;

        TimeSink(FieldVector to, Rounding rounding) {
            ArrowType arrow = to.getField().getType();
            this.cells = Cells.longsTo(to);
            this.rounding = rounding;
            this.type = Casts.name(to);
            this.dateMillis = arrow instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND;
            this.unit = dateMillis ? NANOS_PER_DAY : nanos(arrow);
            boolean day = arrow instanceof ArrowType.Date;
            this.min = arrow instanceof ArrowType.Time ? 0 : day ? Integer.MIN_VALUE : Long.MIN_VALUE;
            this.max = arrow instanceof ArrowType.Time
                    ? NANOS_PER_DAY / unit - 1
                    : day ? Integer.MAX_VALUE : Long.MAX_VALUE;
        }

        /// A number of another unit.
        @Nullable
        String set(int row, long value, long otherUnit) {
            try {
                return raw(
                        row,
                        otherUnit >= unit
                                ? Math.multiplyExact(value, otherUnit / unit)
                                : rounding.units(value, unit / otherUnit));
            } catch (ArithmeticException failed) {
                return otherUnit >= unit ? outside() : cut();
            }
        }

        /// Seconds and nanoseconds.
        @Nullable
        String parts(int row, long seconds, int nanos) {
            try {
                if (unit >= NANOS_PER_SECOND) {
                    return raw(row, rounding.units(seconds, nanos, unit));
                }
                long part = rounding.units(nanos, unit);
                return raw(row, Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND / unit), part));
            } catch (ArithmeticException failed) {
                return nanos % unit != 0 || seconds % Math.max(1, unit / NANOS_PER_SECOND) != 0 ? cut() : outside();
            }
        }

        /// A number of this column's unit.
        @Nullable
        String raw(int row, long value) {
            if (value < min || value > max) {
                return outside();
            }
            cells.set(row, dateMillis ? value * MILLIS_PER_DAY : value);
            return null;
        }

        private String outside() {
            return " is beyond the range of " + type;
        }

        private String cut() {
            return " is finer than " + type + " holds; `round` says how to cut it";
        }
    }
}
