package io.datacook.api;

import java.util.Set;

/// A connector's way to read.
///
/// @param options the record recipes bind to; see [Option]
/// @param features what it can do
/// @param opener makes a source for one stream
public record SourceRole<C extends Record>(Class<C> options, Set<SourceFeature> features, Opener<C> opener) {
    public SourceRole {
        features = Set.copyOf(features);
    }

    /// Opens a source for one stream.
    @FunctionalInterface
    public interface Opener<C extends Record> {
        /// May connect; must not read rows.
        ///
        /// @throws DatacookException `SOURCE_UNREACHABLE`, `ACCESS_DENIED`, `STREAM_MISSING`
        Source open(C options, ConnectorContext context);
    }
}
