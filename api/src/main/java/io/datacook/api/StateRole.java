package io.datacook.api;

/// A connector's way to keep checkpoints.
///
/// @param options the record that `state:` of a recipe, or `--state`, binds to; see [Option]
/// @param opener makes a backend
public record StateRole<C extends Record>(Class<C> options, Opener<C> opener) {
    /// Opens a state backend.
    @FunctionalInterface
    public interface Opener<C extends Record> {
        /// Connects, and creates what it needs to keep state where that is absent.
        ///
        /// @throws DatacookException `STATE_UNREACHABLE`, `ACCESS_DENIED`
        StateBackend open(C options, ConnectorContext context);
    }
}
