package io.datacook.connectors.files;

import io.datacook.api.VisibleRows;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// How one format writes a file and tells what a file holds; the base does the rest.
///
/// **Threading:** stateless, shared by all lanes.
public interface FileFormat {
    /// The end of a file's name without the first dot, such as `parquet` or `csv.gz`.
    String extension();

    /// The columns a reader finds in a file that was written from these.
    ///
    /// @throws io.datacook.api.DatacookException `SCHEMA_MISMATCH` naming the column if a type cannot be kept
    Schema stored(Schema incoming);

    /// The columns of a file that is there, or `null` if the format does not keep types.
    ///
    /// @throws io.datacook.api.DatacookException `SCHEMA_MISMATCH` naming the file if it is not of this format
    @Nullable
    Schema schemaOf(SourceFile file, BufferAllocator allocator);

    /// Starts a file.
    ///
    /// @param out takes the file's bytes; closed by the base, after the writer
    /// @param allocator for buffers the writer frees when it is closed
    FormatWriter open(StagedOutput out, Schema schema, BufferAllocator allocator);

    /// Writes several complete files of this format as one, rows in the order of the files.
    ///
    /// @param parts at least one; they stay as they are
    /// @return the place in the joined file that is behind the rows of the first part, in the format's own count:
    ///     bytes of text without compression, row groups
    /// @throws io.datacook.api.DatacookException `SCHEMA_MISMATCH` naming the file if a part has other columns
    long join(List<SourceFile> parts, StagedOutput out, Schema schema, BufferAllocator allocator);

    /// Reads files of this format back exactly as they were written, for receipts.
    ///
    /// @param files to read; asked for when reading begins
    /// @param schema the columns as they were written
    VisibleRows readBack(Supplier<List<FileRows>> files, Schema schema, BufferAllocator allocator);
}
