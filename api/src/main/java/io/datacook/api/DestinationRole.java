package io.datacook.api;

import java.util.Set;

/// A connector's way to write.
///
/// @param options the record recipes bind to; see [Option]
/// @param features what it can do
/// @param opener makes a destination for one stream
public record DestinationRole<C extends Record>(Class<C> options, Set<DestinationFeature> features, Opener<C> opener) {
    public DestinationRole {
        features = Set.copyOf(features);
    }

    /// Opens a destination for one stream.
    @FunctionalInterface
    public interface Opener<C extends Record> {
        /// May connect; must change nothing.
        ///
        /// @throws DatacookException `DESTINATION_UNREACHABLE`, `ACCESS_DENIED`
        Destination open(C options, ConnectorContext context);
    }
}
