package io.datacook.engine.load;

import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import java.time.Duration;
import java.util.List;

/// Told what a load does, for progress bars, sessions and metrics.
///
/// **Threading:** called by several lanes at once; an implementation returns quickly and never throws.
public interface LoadListener {
    /// Hears nothing.
    LoadListener SILENT = new LoadListener() {};

    /// A batch was handed to the destination, still invisible.
    ///
    /// @param bytes its Arrow bytes
    /// @param took time the destination needed
    default void batchWritten(String split, long rows, long bytes, Duration took) {}

    /// Rows were left out.
    default void rejected(String split, List<Reject> rejects) {}

    /// An epoch is committed and, in append mode, visible.
    default void epochCommitted(EpochId epoch, EpochFacts facts) {}

    /// A manifest that an earlier run had recorded was published.
    default void replayed(String split, long epoch) {}

    /// One committed epoch.
    ///
    /// @param rows rows in it
    /// @param bytes bytes of its files, or Arrow bytes where the destination has no files
    /// @param rejects rows left out
    /// @param files files staged
    /// @param took from its first row to its publish
    /// @param commitTook from the end of writing to its publish
    record EpochFacts(long rows, long bytes, long rejects, int files, Duration took, Duration commitTook) {}
}
