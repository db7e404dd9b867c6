package io.datacook.api;

import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// The rows that readers of a target find there because of one window, for the receipt of a load.
///
/// In modes with keys these are the rows of every key the window brought, as they stand now. Where a target finds out
/// that it cannot tell them apart after all, each method fails with a sentence that says why, and the receipt repeats
/// it.
/// **Threading:** one thread at a time, after [Load#finish].
@FunctionalInterface
public interface VisibleRows {
    /// Reads all of them, in any order.
    ///
    /// @param columns that are needed at least; more may be given
    /// @param rows is lent each batch for the time of the call; the destination frees it
    /// @throws DatacookException `DATA_INVALID` if what is there cannot be understood
    void read(Set<String> columns, Consumer<VectorSchemaRoot> rows);

    /// How many there are, if that costs less than reading them; else -1.
    default long count() {
        return -1;
    }

    /// Whether [#sums] answers: then rows need not be read, however many there are.
    default boolean isComputed() {
        return false;
    }

    /// What the system itself adds up, so that rows need not be moved; columns it cannot compute exactly are left out.
    ///
    /// @param expected how many rows there should be, for systems that look in the likely place first
    /// @return `null` unless [#isComputed]
    default @Nullable VisibleSums sums(long expected) {
        return null;
    }

    /// What became of the window's rows where later rows take the place of earlier ones of the same key.
    ///
    /// @return `null` in modes without keys: every row is still there
    default @Nullable VisibleKeys keys() {
        return null;
    }
}
