package io.datacook.connectors.files;

import io.datacook.api.ByteSize;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.WriteMode;
import java.util.Comparator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A folder of files, or one file, of any format: what a file connector's destination role opens.
///
/// A path that ends in the format's extension is one file; any other is a folder. **Closing:** closes its storage.
public final class StagedFileDestination implements Destination {
    private final Storage storage;
    private final FileTarget target;
    private final FileFormat format;
    private final BufferAllocator allocator;

    private StagedFileDestination(Storage storage, FileTarget target, FileFormat format, BufferAllocator allocator) {
        this.storage = storage;
        this.target = target;
        this.format = format;
        this.allocator = allocator;
    }

    /// Opens a destination; changes nothing.
    ///
    /// @param storage where files go; closed with the destination
    /// @param path as in the recipe
    /// @param fileSize a file in a folder is ended once it has this size
    public static StagedFileDestination open(
            Storage storage, String path, FileFormat format, ByteSize fileSize, ConnectorContext context) {
        try {
            if (path.isBlank() || path.contains("*") || path.contains("?")) {
                throw new DatacookException(
                        ErrorCode.RECIPE_INVALID,
                        ("destination.path is '%s'; write one folder such as out/orders, or one file such as "
                                        + "out/orders.%s, without wildcards")
                                .formatted(path, format.extension()));
            }
            FileTarget target = storage.target(path, format.extension(), fileSize);
            return new StagedFileDestination(storage, target, format, context.allocator());
        } catch (RuntimeException refused) {
            storage.close();
            throw refused;
        }
    }

    @Override
    public @Nullable Schema existing() {
        SourceFile newest = target.files().stream()
                .max(Comparator.comparingLong(SourceFile::modified).thenComparing(SourceFile::name))
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
            case WriteMode.Append(), WriteMode.Replace() -> target.load(format, request, allocator);
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
        storage.close();
    }
}
