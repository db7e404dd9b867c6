package io.datacook.engine.link;

import io.datacook.api.CursorRange;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.link.LinkOptions.Compression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the right half asks of the left one.
sealed interface Request {
    /// All streams that a stream's source reaches.
    record Discover(String stream) implements Request {}

    /// Opens a stream; the connection holds it open.
    record Open(String stream) implements Request {}

    /// Describes the stream this connection holds.
    record Describe() implements Request {}

    /// The largest value of a column of the stream this connection holds.
    record CursorMax(String column) implements Request {}

    /// Divides the stream this connection holds.
    record Splits(@Nullable CursorRange range) implements Request {}

    /// All splits of the stream this connection holds are read.
    record Finish() implements Request {}

    /// Reads a split of a stream that another connection holds.
    ///
    /// @param feed names that stream
    /// @param creditBytes bytes that may be in flight from the beginning
    record Read(
            long feed,
            Split split,
            Position from,
            @Nullable CursorRange range,
            long creditBytes,
            Compression compression)
            implements Request {}

    /// The right half is done for good.
    record Goodbye() implements Request {}

    /// A request and how the connection is to behave.
    ///
    /// @param heartbeat how often the left half gives a sign of life
    /// @param timeout how long the right half may be silent
    record Framed(Request request, Duration heartbeat, Duration timeout) {}
}
