package io.datacook.api;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/// One window of one stream to be loaded.
///
/// @param recipe the recipe's name
/// @param stream the stream's name
/// @param window the window's id; the same after a restart
/// @param schema columns of every batch, already with the types [Destination#stored] asked for where they differ
/// @param mode what becomes of the rows that are there
/// @param changes what the target needs first, in order; empty if it fits
/// @param rowsInEpochMax rows the engine will write into one epoch at most, or -1
/// @param fence the run's own fence: from [Load#open] on the target refuses every holder of this stream with a lower
///     one; the fences of the run's splits are higher, those of earlier runs lower. It follows the clock where the
///     state was lost, so it is a large number
public record LoadRequest(
        String recipe,
        String stream,
        String window,
        Schema schema,
        WriteMode mode,
        List<SchemaChange> changes,
        long rowsInEpochMax,
        long fence) {
    public LoadRequest {
        changes = List.copyOf(changes);
    }

    /// A request of the first run ever, whose fence is 1.
    public LoadRequest(
            String recipe,
            String stream,
            String window,
            Schema schema,
            WriteMode mode,
            List<SchemaChange> changes,
            long rowsInEpochMax) {
        this(recipe, stream, window, schema, mode, changes, rowsInEpochMax, 1);
    }
}
