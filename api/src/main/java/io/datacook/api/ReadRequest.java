package io.datacook.api;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// What the engine wants of a stream, fixed for a whole window.
///
/// @param schema the columns to give, in this order, with these types; always what [Source#describe] gave, or a
///     selection of it where the source has [SourceFeature#PROJECTION]
/// @param range the rows to give, or `null` for all; given only to sources with [SourceFeature#CURSOR_PUSHDOWN]
/// @param batchRowsMax rows in a batch at most, 1 to 1 000 000
/// @param batchBytesMax Arrow bytes in a batch at most; a single row may exceed it
/// @param onBadRow what to do with rows that do not parse
public record ReadRequest(
        Schema schema, @Nullable CursorRange range, int batchRowsMax, long batchBytesMax, BadRows onBadRow) {
    /// What a reader does with a row it cannot parse.
    public enum BadRows {
        /// Throws `DATA_INVALID` with the place.
        FAIL,
        /// Leaves the row out and adds a [Reject] to the batch.
        REJECT
    }

    /// The names of the columns to give, in order.
    public List<String> columns() {
        return schema.getFields().stream().map(field -> field.getName()).toList();
    }
}
