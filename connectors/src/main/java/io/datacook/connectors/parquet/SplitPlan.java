package io.datacook.connectors.parquet;

import io.datacook.api.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.RowGroup;

/// Divides row groups among lanes, in the order of the data, about the same bytes for each.
final class SplitPlan {
    private final long bytesEach;
    private final int lanesMax;
    private final List<Split> splits = new ArrayList<>();
    private List<Part> parts = new ArrayList<>();
    private long bytes;
    private long rows;

    /// @param bytesTotal of all row groups
    SplitPlan(long bytesTotal, int lanesMax) {
        this.lanesMax = Math.max(1, lanesMax);
        this.bytesEach = Math.max(1, (bytesTotal + this.lanesMax - 1) / this.lanesMax);
    }

    /// Bytes a row group has in its file.
    static long bytes(RowGroup group) {
        return group.isSetTotal_compressed_size() ? group.getTotal_compressed_size() : group.getTotal_byte_size();
    }

    /// Adds the row groups of a file.
    void add(OpenFile file) {
        for (int group = 0; group < file.groups().size(); group++) {
            RowGroup each = file.groups().get(group);
            if (each.getNum_rows() == 0) {
                continue;
            }
            long half = bytes(each) / 2;
            if (bytes > 0 && bytes + half > bytesEach && splits.size() < lanesMax - 1) {
                end();
            }
            add(file, group);
            bytes += bytes(each);
            rows += each.getNum_rows();
        }
    }

    /// The splits.
    List<Split> splits() {
        end();
        return List.copyOf(splits);
    }

    private void add(OpenFile file, int group) {
        Part last = parts.isEmpty() ? null : parts.getLast();
        if (last != null && last.path().equals(file.shown()) && last.firstGroup() + last.groups() == group) {
            parts.set(
                    parts.size() - 1,
                    new Part(last.path(), last.fileBytes(), last.version(), last.firstGroup(), last.groups() + 1));
            return;
        }
        parts.add(new Part(file.shown(), file.bytes(), file.source().version(), group, 1));
    }

    private void end() {
        if (!parts.isEmpty()) {
            splits.add(new Split("s%04d".formatted(splits.size()), Part.fields(parts), rows, bytes));
        }
        parts = new ArrayList<>();
        bytes = 0;
        rows = 0;
    }
}
