package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import java.time.Duration;

/// Hears what a link does, for metrics and probes.
///
/// **Threading:** called by several threads at once; an implementation returns quickly and never throws.
public interface LinkWatch {
    /// Hears nothing.
    LinkWatch SILENT = new LinkWatch() {};

    /// Rows were made ready for the right neighbour.
    ///
    /// @param rowsRead rows the source gave for them
    /// @param bytes bytes on the wire
    /// @param waited how long credit was waited for
    default void sent(String split, long rows, long rowsRead, long bytes, Duration waited) {}

    /// Rows came from the left neighbour.
    ///
    /// @param bytes bytes on the wire
    /// @param waited how long they were waited for
    default void received(String split, long rows, long bytes, Duration waited) {}

    /// A request failed; the right neighbour was told.
    default void failed(DatacookException failure) {}
}
