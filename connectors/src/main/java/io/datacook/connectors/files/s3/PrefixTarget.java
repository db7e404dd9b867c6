package io.datacook.connectors.files.s3;

import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.connectors.files.FileFormat;
import io.datacook.connectors.files.FileTarget;
import io.datacook.connectors.files.SourceFile;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;

/// A prefix of a bucket that files go to.
///
/// @param prefix empty, or ending in `/`
/// @param extension of the files, without the first dot
/// @param shown the path as the recipe has it
/// @param fileBytesMax a file is ended once it has this size
/// @param lanesMax how many files may be written at once
record PrefixTarget(Bucket bucket, String prefix, String extension, String shown, long fileBytesMax, int lanesMax)
        implements FileTarget {
    @Override
    public List<SourceFile> files() {
        return entries().stream().map(entry -> S3Object.file(bucket, entry)).toList();
    }

    /// The objects readers take for rows, sorted by key.
    List<Bucket.Entry> entries() {
        return bucket.list(prefix, Bucket.Depth.FLAT).stream()
                .filter(entry -> isData(entry.key().substring(prefix.length())))
                .toList();
    }

    @Override
    public Load load(FileFormat format, LoadRequest request, BufferAllocator allocator) {
        return new PrefixLoad(this, format, request, allocator);
    }

    private boolean isData(String name) {
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith("." + extension);
    }
}
