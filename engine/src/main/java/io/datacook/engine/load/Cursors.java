package io.datacook.engine.load;

import io.datacook.api.CursorRange;
import io.datacook.api.CursorValues;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.Window;
import java.util.Comparator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Where a window's end leaves the cursor.
final class Cursors {
    private Cursors() {}

    /// The fixed upper bound, or the largest value read where the source could not fix one; `null` if the cursor stays.
    static @Nullable Cursor after(Window window, @Nullable ArrowType type) {
        CursorRange range = window.range();
        if (range == null) {
            return null;
        }
        if (range.upTo() != null) {
            return new Cursor(range.column(), range.upTo());
        }
        String largest = range.after();
        for (SplitState split : window.splits()) {
            largest = larger(type, largest, split.cursorMax());
        }
        return largest == null ? null : new Cursor(range.column(), largest);
    }

    /// The larger of two values, where `null` is before everything.
    static @Nullable String larger(@Nullable ArrowType type, @Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return order(type).compare(left, right) >= 0 ? left : right;
    }

    static Comparator<String> order(@Nullable ArrowType type) {
        return type == null ? Comparator.naturalOrder() : (left, right) -> CursorValues.compare(type, left, right);
    }
}
