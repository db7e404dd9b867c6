package io.datacook.connectors.files;

import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/// Where rows go: a folder, one file, or a prefix in a bucket. Knows how staged files become visible there.
public interface FileTarget {
    /// The path as the recipe has it.
    String shown();

    /// The files readers see now, sorted by name.
    List<SourceFile> files();

    /// Prepares a load, which opens nothing before [Load#open].
    ///
    /// @param request in append or replace
    Load load(FileFormat format, LoadRequest request, BufferAllocator allocator);
}
