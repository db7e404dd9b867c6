package io.datacook.connectors.csv;

import io.datacook.api.Split;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import io.datacook.connectors.files.TextInput;
import java.util.ArrayList;
import java.util.List;

/// Divides files into parts for the lanes. Stateless; safe for all threads.
final class CsvSplits {
    /// Smaller parts would not repay the look for their first record.
    static final long PART_BYTES_MIN = 32L << 20;

    private static final int HEAD_BYTES_MAX = 1 << 20;

    private CsvSplits() {}

    /// Splits in the order of the data; files without data have none.
    ///
    /// @param partBytesMin a file is divided into parts of at least this size
    static List<Split> plan(
            List<SourceFile> files, CsvLayout layout, CsvSourceOptions options, int lanesMax, long partBytesMin) {
        TextInput input = options.input();
        long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            SourceFile file = files.get(i);
            if (file.bytes() == 0) {
                continue;
            }
            CsvHead head = CsvHead.of(file, CsvHead.peek(file, options, HEAD_BYTES_MAX), layout.dialect());
            String id = "f%05d".formatted(i);
            if (!input.isPlain(file)) {
                splits.add(new SourcePart(file, head.offset(), -1, head.line()).split(id));
            } else if (head.offset() < file.bytes()) {
                long share = (lanesMax * file.bytes() + bytes - 1) / bytes;
                int parts = (int) Math.clamp(file.bytes() / partBytesMin, 1, Math.max(1, share));
                List<SourcePart> found = new RangeScan(file, input, layout.dialect(), options).parts(head, parts);
                for (int part = 0; part < found.size(); part++) {
                    splits.add(found.get(part).split(found.size() == 1 ? id : id + "-p%03d".formatted(part)));
                }
            }
        }
        return List.copyOf(splits);
    }
}
