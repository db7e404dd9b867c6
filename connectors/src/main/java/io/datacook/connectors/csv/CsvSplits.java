package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Divides files into parts, and finds the parts of a stored window again. Stateless; safe for all threads.
final class CsvSplits {
    private static final int HEAD_BYTES_MAX = 1 << 20;

    private CsvSplits() {}

    /// One split for each file that has data.
    static List<Split> plan(List<CsvFile> files, CsvLayout layout, CsvSourceOptions options, int lanesMax) {
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            CsvFile file = files.get(i);
            if (file.bytes() == 0) {
                continue;
            }
            CsvHead head = CsvHead.of(file, CsvHead.peek(file, options, HEAD_BYTES_MAX), layout.dialect());
            boolean plain = CsvInput.isPlain(file, options);
            long end = plain ? file.bytes() : -1;
            if (plain && head.offset() >= end) {
                continue;
            }
            splits.add(split("f%05d".formatted(i), new CsvPart(file, head.offset(), end, head.line())));
        }
        return List.copyOf(splits);
    }

    private static Split split(String id, CsvPart part) {
        Map<String, String> fields = Map.of(
                "file", part.file().name(),
                "bytes", Long.toString(part.file().bytes()),
                "modified", Long.toString(part.file().modified()),
                "start", Long.toString(part.start()),
                "end", Long.toString(part.end()),
                "line", Long.toString(part.line()));
        long bytes = part.end() < 0 ? part.file().bytes() : part.end() - part.start();
        return new Split(id, new TreeMap<>(fields), -1, bytes);
    }

    /// The part a split names.
    ///
    /// @throws DatacookException `STATE_INVALID` if the file is not what it was when the window began
    static CsvPart part(Split split, Path folder) {
        String name = split.text("file");
        CsvFile now = CsvFiles.file(folder.resolve(name), name);
        long bytes = number(split, "bytes");
        long modified = number(split, "modified");
        if (now.bytes() < bytes || (now.bytes() == bytes && now.modified() != modified)) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    String.format(
                            Locale.ROOT,
                            "'%s' changed since this load began: it had %d bytes and has %d now; bring the old file "
                                    + "back to finish the load, or run `datacook state reset` to start afresh",
                            name,
                            bytes,
                            now.bytes()));
        }
        CsvFile then = new CsvFile(now.path(), name, bytes, modified);
        return new CsvPart(then, number(split, "start"), number(split, "end"), number(split, "line"));
    }

    private static long number(Split split, String field) {
        try {
            return Long.parseLong(split.text(field));
        } catch (NumberFormatException damaged) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "the checkpoint's split '%s' has '%s' in field '%s', no whole number; run `datacook state reset`"
                            .formatted(split.id(), split.text(field), field),
                    damaged);
        }
    }
}
