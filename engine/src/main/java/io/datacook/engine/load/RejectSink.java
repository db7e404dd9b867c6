package io.datacook.engine.load;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.api.Reject;
import java.util.List;

/// Where dead letters go. They are staged with the rows of their epoch and recorded in the same commit, so each is
/// kept exactly once too.
///
/// **Threading:** safe for several threads, one for each split; [#open] and [#finish] run alone. **Closing:** discards
/// nothing that was prepared.
public interface RejectSink extends AutoCloseable {
    /// Makes the target ready, as [io.datacook.api.Load#open] does.
    void open();

    /// Starts an epoch's dead letters; called only when there are some.
    EpochRejects begin(EpochId epoch);

    /// Makes an epoch's dead letters visible; called again after a crash it changes nothing.
    void publish(Manifest manifest);

    /// The window is done: clears staging.
    void finish();

    @Override
    void close();

    /// Opens the dead letters of a window.
    @FunctionalInterface
    interface Opener {
        /// Makes the dead letters' side of a window.
        ///
        /// @param window its id
        /// @param fence the run's fence
        RejectSink open(String window, long fence);
    }

    /// The dead letters of one epoch of one split.
    ///
    /// **Threading:** one thread at a time. **Closing:** before [#prepare] it discards; afterwards nothing is
    /// touched.
    interface EpochRejects extends AutoCloseable {
        /// Adds rows.
        void write(List<Reject> rejects);

        /// Makes everything written durable and still invisible. Called once, at the end.
        Manifest prepare();

        @Override
        void close();
    }
}
