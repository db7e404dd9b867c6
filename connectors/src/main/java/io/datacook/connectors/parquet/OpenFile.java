package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.connectors.files.SourceFile;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/// What a file's footer says. Holds no file open. Immutable.
///
/// @param source the file
/// @param shown as users know it
/// @param bytes its size
/// @param schema its columns
/// @param groups its row groups
record OpenFile(SourceFile source, String shown, long bytes, FileSchema schema, List<RowGroup> groups) {
    /// Reads the footer.
    static OpenFile of(SourceFile source) {
        FileMetaData meta = ParquetFiles.footer(source);
        return new OpenFile(
                source,
                source.name(),
                source.bytes(),
                FileSchema.of(meta, source.toString()),
                List.copyOf(requireNonNull(meta.getRow_groups())));
    }

    /// The column of a name, or `null` if there is none.
    @Nullable
    Node column(String name) {
        for (Node column : schema.columns()) {
            if (column.field().getName().equals(name)) {
                return column;
            }
        }
        return null;
    }

    /// Rows in the row groups before one.
    long rowsBefore(int group) {
        return groups.subList(0, group).stream()
                .mapToLong(RowGroup::getNum_rows)
                .sum();
    }

    /// All rows.
    long rows() {
        return rowsBefore(groups.size());
    }
}
