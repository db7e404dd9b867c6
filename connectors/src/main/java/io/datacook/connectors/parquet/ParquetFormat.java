package io.datacook.connectors.parquet;

import io.datacook.api.VisibleRows;
import io.datacook.connectors.files.FileFormat;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.StagedOutput;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Parquet as one of the file formats.
///
/// @param settings of every file
record ParquetFormat(WriteSettings settings) implements FileFormat {
    @Override
    public String extension() {
        return "parquet";
    }

    @Override
    public Schema stored(Schema incoming) {
        TableLayout.of(incoming).requireLeaves(settings.bloomColumns());
        return FileSchema.stored(incoming);
    }

    @Override
    public @Nullable Schema schemaOf(SourceFile file, BufferAllocator allocator) {
        return FileSchema.of(ParquetFiles.footer(file), file.toString()).arrow();
    }

    @Override
    public FormatWriter open(StagedOutput out, Schema schema, BufferAllocator allocator) {
        return new ParquetFileWriter(out, schema, settings, allocator);
    }

    @Override
    public long join(List<SourceFile> parts, StagedOutput out, Schema schema, BufferAllocator allocator) {
        return FileJoin.join(parts, out);
    }

    @Override
    public VisibleRows readBack(Supplier<List<FileRows>> files, Schema schema, BufferAllocator allocator) {
        return new ReadBack(files, allocator);
    }
}
