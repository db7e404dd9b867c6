package io.datacook.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stream of a system, opened for reading.
///
/// **Threading:** [#read] may be called by several threads at once and gives each its own reader; the other methods
/// are called by one thread. **Closing:** the engine closes it once, after all its readers, also after a failure.
public interface Source extends AutoCloseable {
    /// All streams that these options reach, sorted by name; for `discover` and `*` patterns. At least this stream.
    List<StreamInfo> discover();

    /// This stream: its columns, key and size. Untyped sources infer types from a bounded sample.
    ///
    /// @throws DatacookException `STREAM_MISSING` if there is no such stream
    StreamInfo describe();

    /// Divides the stream into parts for at most the context's lanes, in the order of the data.
    ///
    /// Called once for a window; the engine stores the answer. An empty stream has no splits.
    List<Split> splits(ReadRequest request);

    /// Opens a reader of one split that gives the rows after a position.
    ///
    /// @param from [Position#START], or a position that a batch of this split carried
    SplitReader read(ReadRequest request, Split split, Position from);

    /// The largest value of a column now, for the inclusive upper bound of an incremental read.
    ///
    /// @return the value's text as [CursorRange] spells it, or `null` if there are no rows or the source, lacking
    ///     [SourceFeature#CURSOR_PUSHDOWN], cannot know it without reading everything
    default @Nullable String cursorMax(String column) {
        return null;
    }

    @Override
    void close();
}
