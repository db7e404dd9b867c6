package io.datacook.connectors.files;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A folder of files, or one file, of any format: what a file connector's destination role opens.
///
/// A path that ends in the format's extension is one file; any other is a folder. Holds nothing open.
public final class StagedFileDestination implements Destination {
    private final FileTarget target;
    private final FileFormat format;
    private final BufferAllocator allocator;
    private final long fileBytesMax;

    private StagedFileDestination(FileTarget target, FileFormat format, BufferAllocator allocator, long fileBytesMax) {
        this.target = target;
        this.format = format;
        this.allocator = allocator;
        this.fileBytesMax = fileBytesMax;
    }

    /// Opens a destination; changes nothing.
    ///
    /// @param path as in the recipe, relative to its folder
    /// @param fileSize a file in a folder is ended once it has this size
    public static StagedFileDestination open(
            String path, FileFormat format, ByteSize fileSize, ConnectorContext context) {
        if (path.isBlank() || path.contains("*") || path.contains("?")) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    ("destination.path is '%s'; write one folder such as out/orders, or one file such as "
                                    + "out/orders.%s, without wildcards")
                            .formatted(path, format.extension()));
        }
        FileTarget target = FileTarget.of(context.folder(), path, format.extension());
        if (!target.isSingle() && Files.exists(target.folder()) && !Files.isDirectory(target.folder())) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "destination.path '%s' is neither a folder nor a file that ends in .%s"
                            .formatted(path, format.extension()));
        }
        return new StagedFileDestination(target, format, context.allocator(), fileSize.bytes());
    }

    @Override
    public @Nullable Schema existing() {
        Path newest = target.files().stream()
                .max(Comparator.<Path, FileTime>comparing(StagedFileDestination::changed)
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        return newest == null ? null : format.schemaOf(newest, allocator);
    }

    @Override
    public Schema stored(Schema incoming) {
        return format.stored(incoming);
    }

    @Override
    public Load load(LoadRequest request) {
        return switch (request.mode()) {
            case WriteMode.Append(), WriteMode.Replace() ->
                new StagedLoad(target, format, request, allocator, fileBytesMax);
            case WriteMode.Merge _, WriteMode.Scd2 _ ->
                throw new DatacookException(
                        ErrorCode.RECIPE_UNSUPPORTED,
                        ("write_mode %s needs rows that can be changed, and files cannot; use append or replace, "
                                        + "or a database")
                                .formatted(request.mode().word()));
        };
    }

    @Override
    public String describe() {
        return target.shown();
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (java.io.IOException failure) {
            throw FileErrors.reading(file, failure);
        }
    }
}
