package io.datacook.engine.load;

import io.datacook.engine.commit.Cursor;
import org.jspecify.annotations.Nullable;

/// A closed window.
///
/// @param window its id
/// @param rows rows committed in it, those of earlier runs included
/// @param rejects rows left out, the same
/// @param before the cursor before, or `null`
/// @param after the cursor now, or `null`
public record WindowResult(
        String window,
        long rows,
        long rejects,
        @Nullable Cursor before,
        @Nullable Cursor after) {}
