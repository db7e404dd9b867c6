package io.datacook.engine.plan;

import io.datacook.api.Destination;
import io.datacook.api.Source;
import java.util.List;

/// One planned stream with its systems open, ready to be loaded.
///
/// **Closing:** closes the destination, then the source.
///
/// @param plan what is to be done
/// @param source opened for this stream
/// @param destination opened for this stream
public record OpenStream(StreamPlan plan, Source source, Destination destination) implements AutoCloseable {
    @Override
    public void close() {
        io.datacook.engine.stage.Closing.all(List.of(destination, source));
    }
}
