package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.connectors.files.FileSet;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/// What a file's footer says. Holds no file open. Immutable.
///
/// @param path absolute
/// @param shown as users know it
/// @param bytes its size
/// @param schema its columns
/// @param groups its row groups
record OpenFile(Path path, String shown, long bytes, FileSchema schema, List<RowGroup> groups) {
    /// Reads the footer.
    static OpenFile of(Path path, String shown) {
        FileMetaData meta = ParquetFiles.footer(path);
        return new OpenFile(
                path,
                shown,
                FileSet.bytes(path),
                FileSchema.of(meta, path),
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
