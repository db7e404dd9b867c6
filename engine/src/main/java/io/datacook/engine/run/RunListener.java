package io.datacook.engine.run;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import io.datacook.engine.stage.Validation;
import java.time.Duration;
import java.util.List;

/// Told what happens in a run, for progress bars, session files and metrics.
///
/// **Threading:** called by several lanes at once; an implementation returns quickly and never throws.
public interface RunListener {
    /// Hears nothing.
    RunListener SILENT = new RunListener() {};

    /// A stream begins.
    ///
    /// @param rowsEstimate rows expected, or -1
    /// @param bytesEstimate source bytes expected, or -1
    default void streamStarted(String stream, long rowsEstimate, long bytesEstimate) {}

    /// A batch left the source.
    ///
    /// @param rows rows in it, rejects included
    /// @param bytes its Arrow bytes
    default void batchRead(String stream, String split, long rows, long bytes) {}

    /// Rows were left out.
    default void rejected(String stream, List<Reject> rejects) {}

    /// Rows broke rules of an asset that only warns; told once, when the stream is loaded.
    default void warned(String stream, List<Validation.Finding> findings) {}

    /// An epoch is committed and, in append mode, visible.
    ///
    /// @param took from its first row to the commit
    default void epochCommitted(EpochId epoch, long rows, long bytes, Duration took) {}

    /// A stream failed and is tried again.
    ///
    /// @param attempt the attempt that comes next, 2 for the first repetition
    default void retrying(String stream, int attempt, Duration delay, DatacookException reason) {}

    /// A stream ended, well or not.
    default void streamEnded(StreamReport report) {}
}
