package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The beginning of a file: its columns and where its data begins.
///
/// @param names of the columns, unique; none if the file is empty
/// @param offset where the first record of data begins
/// @param line the line of the first record of data, 1-based
record CsvHead(List<String> names, long offset, long line) {
    /// Bytes from the beginning of a file.
    ///
    /// @param bytes with [Digits#PADDING] more behind the limit
    /// @param limit how many were read
    /// @param whole whether the file has no more
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Peek(byte[] bytes, int limit, boolean whole) {}

    /// Reads the beginning of a file.
    static Peek peek(SourceFile file, CsvSourceOptions options, int bytesMax) {
        byte[] bytes = new byte[(int) Math.min(bytesMax, Math.max(1 << 12, file.bytes() * 16)) + Digits.PADDING];
        int room = bytes.length - Digits.PADDING;
        try (InputStream input = options.input().open(file, 0, -1)) {
            int limit = input.readNBytes(bytes, 0, room);
            boolean whole = limit < room || input.read() < 0;
            return new Peek(bytes, limit, whole);
        } catch (IOException failed) {
            throw TextInput.failure(file, failed);
        }
    }

    /// The head of a file.
    static CsvHead of(SourceFile file, Peek peek, Dialect dialect) {
        Sample first = Sample.parse(peek.bytes(), peek.limit(), 1, dialect, peek.whole());
        if (first.records().isEmpty()) {
            if (!peek.whole()) {
                throw new DatacookException(
                                ErrorCode.DATA_INVALID,
                                ("the first record does not end within %d bytes; check `quote`, or raise "
                                                + "`sample_bytes`")
                                        .formatted(peek.limit()))
                        .at(file.name() + ":1");
            }
            return new CsvHead(List.of(), TextInput.markLength(peek.bytes(), peek.limit()), 1);
        }
        List<Sample.Cell> cells = first.records().getFirst();
        if (!dialect.header()) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= cells.size(); i++) {
                names.add("column_" + i);
            }
            return new CsvHead(List.copyOf(names), TextInput.markLength(peek.bytes(), peek.limit()), 1);
        }
        return new CsvHead(unique(cells), first.headEnd(), first.headLines() + 1L);
    }

    /// Names as they stand; one that is missing becomes `column_3`, one that repeats `name_2`.
    private static List<String> unique(List<Sample.Cell> cells) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        cells.forEach(cell -> taken.add(cell.text().strip()));
        Set<String> used = new HashSet<>();
        for (int i = 0; i < cells.size(); i++) {
            String wanted = cells.get(i).text().strip();
            String name = wanted.isEmpty() ? "column_" + (i + 1) : wanted;
            for (int n = 2; used.contains(name) || (n > 2 && taken.contains(name)); n++) {
                name = (wanted.isEmpty() ? "column_" + (i + 1) : wanted) + "_" + n;
            }
            used.add(name);
            names.add(name);
        }
        return List.copyOf(names);
    }
}
