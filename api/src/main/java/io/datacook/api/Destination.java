package io.datacook.api;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One target of a system: a table, a folder of files, a file.
///
/// **Threading:** one thread at a time; its [Load] is shared. **Closing:** the engine closes it once, after its load.
public interface Destination extends AutoCloseable {
    /// The target's columns as it has them now, or `null` if there is no such target. Changes nothing.
    ///
    /// Columns Datacook keeps for itself (`_datacook_valid_from` …) are left out.
    @Nullable
    Schema existing();

    /// The columns [#existing] would answer had the target been created from these. Changes nothing.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the column if a type cannot be kept
    Schema stored(Schema incoming);

    /// Begins a window, or continues it after a restart. Creates or changes nothing before [Load#open].
    Load load(LoadRequest request);

    /// How users find what was loaded: a path or a table name, without secrets.
    String describe();

    @Override
    void close();
}
