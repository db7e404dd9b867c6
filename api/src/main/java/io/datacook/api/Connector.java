package io.datacook.api;

import org.jspecify.annotations.Nullable;

/// A system Datacook can read from, write to or keep state in: its name and up to three roles.
///
/// Found by [java.util.ServiceLoader]; annotate the class with `@AutoService(Connector.class)`, make it final and end
/// its name in `Connector`. **Threading:** stateless, shared by all threads. A role holds no connection: its opener
/// makes one for each stream.
public interface Connector {
    /// The name recipes use in `type:`, lower case, such as `postgres`.
    String type();

    /// One sentence for `datacook list-connectors`.
    String summary();

    /// How to read, or `null` if this system is never a source.
    default @Nullable SourceRole<?> source() {
        return null;
    }

    /// How to write, or `null` if this system is never a destination.
    default @Nullable DestinationRole<?> destination() {
        return null;
    }

    /// How to keep checkpoints, or `null` if this system cannot.
    default @Nullable StateRole<?> state() {
        return null;
    }
}
