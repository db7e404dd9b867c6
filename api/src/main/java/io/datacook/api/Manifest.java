package io.datacook.api;

import java.util.List;

/// What an epoch staged and a publish makes visible; stored in the state before anything is visible.
///
/// @param files in the order of the data; empty where the destination staged none
public record Manifest(List<StagedFile> files) {
    public Manifest {
        files = List.copyOf(files);
    }

    /// A complete, durable file that readers do not see yet.
    ///
    /// @param staged where it lies, relative to the target's folder or bucket
    /// @param target where it will be visible, relative to the same
    /// @param bytes its size
    /// @param rows the rows in it
    /// @param checksum of its bytes, `crc32:` and 8 hex digits
    public record StagedFile(String staged, String target, long bytes, long rows, String checksum) {}
}
