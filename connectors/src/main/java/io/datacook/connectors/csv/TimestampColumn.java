package io.datacook.connectors.csv;

import io.datacook.connectors.files.DateTimes;
import io.datacook.connectors.files.Digits;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// Timestamps, `2026-11-21 10:15:30.123456`, with `Z` or an offset where the column has a zone. Decimals of the
/// second that the column's unit cannot keep are refused unless they are zeros.
final class TimestampColumn extends FixedColumn {
    private final DateTimes times = new DateTimes();
    private final boolean zoned;
    private final TimeUnit unit;
    private final long perSecond;
    private final int nanosPerUnit;
    private final long secondsMax;

    TimestampColumn(Field field, int column) {
        super(field, column, 8);
        ArrowType.Timestamp type = (ArrowType.Timestamp) field.getType();
        this.zoned = type.getTimezone() != null;
        this.unit = type.getUnit();
        this.perSecond = switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
        this.nanosPerUnit = (int) (1_000_000_000 / perSecond);
        this.secondsMax = Long.MAX_VALUE / perSecond - 1;
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        byte[] bytes = cells.bytes;
        byte[] values = room(to - from, 8);
        int cell = from * cells.width + column;
        int at = 0;
        for (int record = from; record < to; record++, cell += cells.width, at += 8) {
            int start = skipSpaces(bytes, cells.starts[cell] & Cells.INDEX, cells.ends[cell]);
            int end = dropSpaces(bytes, start, cells.ends[cell]);
            long value = 0;
            if (start == end) {
                setNull(row + record - from);
            } else if (times.timestamp(bytes, start, end)
                    && times.isZoned() == zoned
                    && times.nanos() % nanosPerUnit == 0
                    && Math.abs(times.seconds()) <= secondsMax) {
                value = times.seconds() * perSecond + times.nanos() / nanosPerUnit;
            } else {
                mark(cells, record);
            }
            Digits.putLong(values, at, value);
        }
        flush(row, to - from);
    }

    @Override
    String expected() {
        String decimals =
                switch (unit) {
                    case SECOND -> "";
                    case MILLISECOND -> ".123";
                    case MICROSECOND -> ".123456";
                    case NANOSECOND -> ".123456789";
                };
        return zoned
                ? "a timestamp with a zone, such as 2026-11-21 10:15:30" + decimals + "Z"
                : "a timestamp without a zone, such as 2026-11-21 10:15:30" + decimals;
    }
}
