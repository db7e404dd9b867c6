package io.datacook.engine.run;

import io.datacook.api.CursorRange;
import io.datacook.api.SourceFeature;
import io.datacook.engine.commit.Cursor;
import io.datacook.engine.load.WindowOpeners;
import io.datacook.engine.plan.OpenStream;
import io.datacook.engine.recipe.Incremental;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Fixes what a new window reads: the cursor's range, then the splits.
///
/// The upper bound is asked of the source before anything is read, so that rows which arrive meanwhile belong to the
/// next window whole.
///
/// @param open the stream
record Bounds(OpenStream open) implements WindowOpeners.Bounds {
    @Override
    public WindowOpeners.Fixed fix(@Nullable Cursor cursor) {
        return switch (open.plan().recipe().incremental()) {
            case Incremental.Full() -> fixed(null);
            case Incremental.Cursor by -> incremental(by, cursor);
        };
    }

    private WindowOpeners.Fixed incremental(Incremental.Cursor by, @Nullable Cursor cursor) {
        String after = cursor == null ? by.start() : Lags.before(cursorType(by), cursor.value(), by.lag());
        if (!canBound()) {
            return fixed(new CursorRange(by.column(), after, null));
        }
        String upTo = open.feed().cursorMax(by.column());
        // No row has a cursor value: nothing to read, and the cursor stays.
        return upTo == null
                ? new WindowOpeners.Fixed(new CursorRange(by.column(), after, after), List.of())
                : fixed(new CursorRange(by.column(), after, upTo));
    }

    private ArrowType cursorType(Incremental.Cursor by) {
        return open.plan().read().findField(by.column()).getType();
    }

    private boolean canBound() {
        return open.info().features().contains(SourceFeature.CURSOR_PUSHDOWN);
    }

    private WindowOpeners.Fixed fixed(@Nullable CursorRange range) {
        return new WindowOpeners.Fixed(range, open.feed().splits(range));
    }
}
