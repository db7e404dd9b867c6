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
public record LoadRequest(
        String recipe,
        String stream,
        String window,
        Schema schema,
        WriteMode mode,
        List<SchemaChange> changes,
        long rowsInEpochMax) {
    public LoadRequest {
        changes = List.copyOf(changes);
    }
}
