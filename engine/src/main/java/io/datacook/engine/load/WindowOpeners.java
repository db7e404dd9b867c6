package io.datacook.engine.load;

import io.datacook.api.CursorRange;
import io.datacook.api.Load;
import io.datacook.api.Split;
import io.datacook.engine.commit.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a window needs from the source and the destination when it opens.
///
/// @param bounds fixes the rows and splits of a new window; not called when one is resumed
/// @param load makes the destination's side
/// @param rejects makes the dead letters' side, or `null` if rejected rows are only counted
public record WindowOpeners(Bounds bounds, Loads load, RejectSink.@Nullable Opener rejects) {
    /// Fixes what a new window reads.
    @FunctionalInterface
    public interface Bounds {
        /// Asks the source.
        ///
        /// @param cursor how far the stream is loaded, or `null` on the first run
        Fixed fix(@Nullable Cursor cursor);
    }

    /// What a new window reads.
    ///
    /// @param range the rows, or `null` for all
    /// @param splits in the order of the data
    public record Fixed(@Nullable CursorRange range, List<Split> splits) {}

    /// Makes the destination's side of a window, usually by [io.datacook.api.Destination#load].
    @FunctionalInterface
    public interface Loads {
        /// Begins the load; the window opens it.
        ///
        /// @param window the window's id, for [io.datacook.api.LoadRequest]
        /// @param fence the run's fence, for the same
        Load open(String window, long fence);
    }
}
