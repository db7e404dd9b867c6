package io.datacook.engine.recipe;

import java.io.IOException;
import java.net.URI;

/// Reads a parent recipe from the network.
@FunctionalInterface
interface Fetcher {
    /// The bytes behind an address, at most [YamlReader#BYTES_MAX].
    ///
    /// @throws IOException with a message for users, if it is out of reach, too slow or too large
    byte[] fetch(URI address) throws IOException;
}
