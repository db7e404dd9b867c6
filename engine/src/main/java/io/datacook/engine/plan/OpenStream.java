package io.datacook.engine.plan;

import io.datacook.api.Destination;
import io.datacook.engine.stage.Closing;
import io.datacook.engine.stage.Feed;
import java.util.List;

/// One planned stream with its systems open, ready to be loaded.
///
/// **Closing:** closes the destination, then the feed.
///
/// @param plan what is to be done
/// @param info what the feed says of itself
/// @param feed gives the rows, opened for this stream
/// @param destination opened for this stream
public record OpenStream(StreamPlan plan, Feed.Info info, Feed feed, Destination destination) implements AutoCloseable {
    @Override
    public void close() {
        Closing.all(List.of(destination, feed));
    }
}
