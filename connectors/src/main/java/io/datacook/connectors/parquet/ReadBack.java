package io.datacook.connectors.parquet;

import io.datacook.api.VisibleRows;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.RangeInput;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/// All rows and columns of files that were just written, for receipts.
record ReadBack(Supplier<List<FileRows>> files, BufferAllocator allocator) implements VisibleRows {
    private static final int ROWS_MAX = 8192;
    private static final long BYTES_MAX = 4 << 20;

    @Override
    public long count() {
        long count = 0;
        for (FileRows rows : files.get()) {
            OpenFile file = OpenFile.of(rows.file());
            count += file.rows() - file.rowsBefore(first(rows, file));
        }
        return count;
    }

    @Override
    public void read(Set<String> columns, Consumer<VectorSchemaRoot> rows) {
        for (FileRows part : files.get()) {
            OpenFile file = OpenFile.of(part.file());
            try (RangeInput input = part.file().open()) {
                for (int group = first(part, file); group < file.groups().size(); group++) {
                    read(new GroupReader(file, group, file.schema().arrow(), input, allocator), rows);
                }
            }
        }
    }

    /// The first row group to read; a file that lost row groups has none of them.
    private static int first(FileRows rows, OpenFile file) {
        return (int) Math.min(rows.from(), file.groups().size());
    }

    private static void read(GroupReader group, Consumer<VectorSchemaRoot> rows) {
        // nobody knows how long a row is before one was read
        int next = 1;
        while (group.rowsLeft() > 0) {
            try (VectorSchemaRoot root = group.read((int) Math.min(next, group.rowsLeft()))) {
                long bytes = Math.max(1, BatchFilter.bytes(root));
                next = Math.clamp(Math.min(next * 8L, root.getRowCount() * BYTES_MAX / bytes), 1, ROWS_MAX);
                rows.accept(root);
            }
        }
    }
}
