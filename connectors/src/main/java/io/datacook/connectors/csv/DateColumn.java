package io.datacook.connectors.csv;

import io.datacook.connectors.files.DateTimes;
import io.datacook.connectors.files.Digits;
import org.apache.arrow.vector.types.pojo.Field;

/// Dates, `2026-11-21`.
final class DateColumn extends FixedColumn {
    private final DateTimes dates = new DateTimes();

    DateColumn(Field field, int column) {
        super(field, column, 4);
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        byte[] bytes = cells.bytes;
        byte[] values = room(to - from, 4);
        int cell = from * cells.width + column;
        int at = 0;
        for (int record = from; record < to; record++, cell += cells.width, at += 4) {
            int start = skipSpaces(bytes, cells.starts[cell] & Cells.INDEX, cells.ends[cell]);
            int length = dropSpaces(bytes, start, cells.ends[cell]) - start;
            int value = 0;
            if (length == 0) {
                setNull(row + record - from);
            } else if (length == DateTimes.DATE_LENGTH && dates.date(bytes, start)) {
                value = dates.days();
            } else {
                mark(cells, record);
            }
            Digits.putInt(values, at, value);
        }
        flush(row, to - from);
    }

    @Override
    String expected() {
        return "a date such as 2026-11-21";
    }
}
