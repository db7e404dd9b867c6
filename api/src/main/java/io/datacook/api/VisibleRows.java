package io.datacook.api;

import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;

/// The rows that readers of a target find there because of one window, for the receipt of a load.
///
/// **Threading:** one thread at a time, after [Load#finish].
@FunctionalInterface
public interface VisibleRows {
    /// Reads all of them, in any order.
    ///
    /// @param rows is lent each batch for the time of the call; the destination frees it
    /// @throws DatacookException `DATA_INVALID` if what is there cannot be understood
    void read(Consumer<VectorSchemaRoot> rows);
}
