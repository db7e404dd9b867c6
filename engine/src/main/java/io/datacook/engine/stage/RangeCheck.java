package io.datacook.engine.stage;

import io.datacook.api.CursorValues;
import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.CellOrder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Values between two bounds, both included.
final class RangeCheck {
    private RangeCheck() {}

    static CellCheck of(Field column, @Nullable String min, @Nullable String max, BufferAllocator allocator) {
        String key = min != null ? "min" : "max";
        if (!CursorValues.supports(column.getType())) {
            throw new IllegalArgumentException(key + ": the column is " + TypeNames.name(column)
                    + "; only numbers, dates, timestamps and strings have an order");
        }
        CellOrder low = min == null ? null : bound("min", column, min, allocator);
        CellOrder high = max == null ? null : bound("max", column, max, allocator);
        return from -> {
            CellOrder.Bound below = low == null ? null : low.bind(from);
            CellOrder.Bound above = high == null ? null : high.bind(from);
            return row -> {
                if (below != null && below.compare(row) < 0) {
                    return shown(from, row) + " is less than min, " + min;
                }
                return above != null && above.compare(row) > 0 ? shown(from, row) + " is more than max, " + max : null;
            };
        };
    }

    private static CellOrder bound(String key, Field column, String text, BufferAllocator allocator) {
        try (FieldVector value = CellChecks.parsed(key, column, text, allocator)) {
            return CellOrder.to(value);
        }
    }

    private static String shown(FieldVector from, int row) {
        return CellChecks.shown(String.valueOf(RowText.plain(from, row)));
    }
}
