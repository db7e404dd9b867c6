package io.datacook.engine.stage;

import io.datacook.api.CursorRange;
import io.datacook.api.CursorValues;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Decides row by row whether a cursor value lies in a range, as a number where the type allows it.
sealed interface CursorTest {
    /// Whether the row's value is in the range; the value is not null.
    boolean keeps(FieldVector cursors, int row);

    /// Whether a row's value is after another's; neither is null.
    boolean isLater(FieldVector cursors, int row, int other);

    /// The test for a type and a range.
    static CursorTest of(ArrowType type, CursorRange range) {
        return switch (type) {
            case ArrowType.Int whole
            when whole.getIsSigned() ->
                new Whole(
                        bound(range.after(), Long.MIN_VALUE),
                        bound(range.upTo(), Long.MAX_VALUE),
                        range.after() == null);
            default -> new Text(type, range.after(), range.upTo());
        };
    }

    private static long bound(@Nullable String text, long absent) {
        return text == null ? absent : Long.parseLong(text);
    }

    /// Signed whole numbers.
    record Whole(long after, long upTo, boolean isOpen) implements CursorTest {
        @Override
        public boolean keeps(FieldVector cursors, int row) {
            long value = number(cursors, row);
            return (isOpen || value > after) && value <= upTo;
        }

        @Override
        public boolean isLater(FieldVector cursors, int row, int other) {
            return number(cursors, row) > number(cursors, other);
        }
    }

    /// Everything else, by its text; dates and timestamps of one column compare as their raw numbers.
    record Text(
            ArrowType type,
            @Nullable String after,
            @Nullable String upTo) implements CursorTest {
        @Override
        public boolean keeps(FieldVector cursors, int row) {
            if (after == null && upTo == null) {
                return true;
            }
            String value = CursorValues.text(cursors, row);
            return value != null
                    && (after == null || CursorValues.compare(type, value, after) > 0)
                    && (upTo == null || CursorValues.compare(type, value, upTo) <= 0);
        }

        @Override
        public boolean isLater(FieldVector cursors, int row, int other) {
            if (cursors instanceof TimeStampVector || cursors instanceof DateDayVector) {
                return number(cursors, row) > number(cursors, other);
            }
            String value = CursorValues.text(cursors, row);
            String before = CursorValues.text(cursors, other);
            return value != null && before != null && CursorValues.compare(type, value, before) > 0;
        }
    }

    private static long number(FieldVector cursors, int row) {
        return switch (cursors) {
            case BigIntVector longs -> longs.get(row);
            case IntVector ints -> ints.get(row);
            case SmallIntVector shorts -> shorts.get(row);
            case TinyIntVector bytes -> bytes.get(row);
            case DateDayVector days -> days.get(row);
            case TimeStampVector stamps -> stamps.get(row);
            default -> throw new IllegalArgumentException("not a number: " + cursors.getField());
        };
    }
}
