package io.datacook.engine.stage;

import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.SourceFeature;
import io.datacook.api.Split;
import io.datacook.api.StreamInfo;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One stream of an [Upstream], opened for one attempt to load it.
///
/// **Threading:** [#read] may be called by several lanes at once; the other methods are called by one thread.
/// **Closing:** once, after all its rows.
public interface Feed extends AutoCloseable {
    /// What the stream is and what its steps make of it.
    ///
    /// @throws io.datacook.api.DatacookException `SCHEMA_MISMATCH` if cursor, asset or steps do not fit the columns
    Info describe();

    /// The largest value of a column now, as [io.datacook.api.Source#cursorMax] says.
    @Nullable
    String cursorMax(String column);

    /// Divides the stream into parts, in the order of the data.
    ///
    /// @param range the rows wanted, or `null` for all
    List<Split> splits(@Nullable CursorRange range);

    /// Opens the rows of one split after a position; closed by the caller.
    ///
    /// @param range the window's rows, or `null` for all
    SplitRows read(Split split, Position from, @Nullable CursorRange range);

    /// All splits are read: checks what only all rows together show.
    ///
    /// @return rules that were broken in an asset that only warns
    /// @throws io.datacook.api.DatacookException `DATA_INVALID` if the rows as a whole break a rule
    List<Validation.Finding> finish();

    @Override
    void close();

    /// What an opened stream is.
    ///
    /// @param source what the source says of it
    /// @param output the columns after the last step
    /// @param features of the source
    /// @param wholeStream whether a check looks at all rows together, so that one lane has to read all splits
    record Info(StreamInfo source, Schema output, Set<SourceFeature> features, boolean wholeStream) {
        public Info {
            features = Set.copyOf(features);
        }
    }
}
