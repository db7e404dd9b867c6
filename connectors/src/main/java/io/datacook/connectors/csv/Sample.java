package io.datacook.connectors.csv;

import io.datacook.connectors.files.TextInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The first records of a file as strings: enough to detect a dialect and infer types.
///
/// A plain second implementation of what [RecordIndexer] does fast. Immutable.
///
/// @param records whole records, the header among them
/// @param headEnd the byte behind the first record
/// @param headLines lines of the first record, empty lines before it included
record Sample(List<List<Cell>> records, int headEnd, int headLines) {
    /// One cell.
    ///
    /// @param text escapes undone
    /// @param quoted whether it stood in quotes: then an empty one is no null
    record Cell(String text, boolean quoted) {
        /// Whether nothing stands there.
        boolean isEmpty() {
            return text.isEmpty() && !quoted;
        }
    }

    /// Parses the beginning of a file.
    ///
    /// @param limit bytes of the sample
    /// @param recordsMax records to stop behind
    /// @param whole whether the file ends at the limit, so that a last record without line end counts
    static Sample parse(byte[] bytes, int limit, int recordsMax, Dialect dialect, boolean whole) {
        return new Reader(bytes, limit, recordsMax, dialect, whole).read();
    }

    private static final class Reader {
        private final byte[] bytes;
        private final int limit;
        private final int recordsMax;
        private final Dialect dialect;
        private final boolean whole;
        private final List<List<Cell>> records = new ArrayList<>();
        private int at;
        private int lines;

        private Reader(byte[] bytes, int limit, int recordsMax, Dialect dialect, boolean whole) {
            this.bytes = bytes;
            this.limit = limit;
            this.recordsMax = recordsMax;
            this.dialect = dialect;
            this.whole = whole;
        }

        private Sample read() {
            int headEnd = 0;
            int headLines = 0;
            at = TextInput.markLength(bytes, limit);
            while (at < limit && records.size() < recordsMax) {
                if (isLineEnd(at)) {
                    endLine();
                    continue;
                }
                List<Cell> cells = new ArrayList<>();
                boolean ended = record(cells);
                if (!ended && !whole) {
                    break;
                }
                records.add(cells);
                if (records.size() == 1) {
                    headEnd = at;
                    headLines = lines;
                }
            }
            return new Sample(List.copyOf(records), headEnd, headLines);
        }

        /// Reads cells up to a line end, behind which it stops.
        ///
        /// @return whether there was a line end
        private boolean record(List<Cell> cells) {
            while (true) {
                cells.add(at < limit && dialect.quote() != 0 && bytes[at] == dialect.quote() ? quoted() : plain());
                if (at >= limit) {
                    return false;
                }
                if (isLineEnd(at)) {
                    endLine();
                    return true;
                }
                at++;
            }
        }

        private Cell plain() {
            int from = at;
            while (at < limit && bytes[at] != dialect.delimiter() && !isLineEnd(at)) {
                at++;
            }
            return new Cell(new String(bytes, from, at - from, StandardCharsets.UTF_8), false);
        }

        private Cell quoted() {
            byte[] text = new byte[16];
            int length = 0;
            int from = at;
            at++;
            while (at < limit) {
                boolean escape = bytes[at] == dialect.escape() && at + 1 < limit;
                if (escape && (!dialect.doubled() || bytes[at + 1] == dialect.quote())) {
                    at++;
                } else if (bytes[at] == dialect.quote()) {
                    break;
                }
                lines += bytes[at] == '\n' || (bytes[at] == '\r' && !(at + 1 < limit && bytes[at + 1] == '\n')) ? 1 : 0;
                if (length == text.length) {
                    text = java.util.Arrays.copyOf(text, length * 2);
                }
                text[length++] = bytes[at++];
            }
            at = Math.min(limit, at + 1);
            if (at < limit && bytes[at] != dialect.delimiter() && !isLineEnd(at)) {
                // text behind the closing quote: a broken cell, kept as it stands
                plain();
                return new Cell(new String(bytes, from, at - from, StandardCharsets.UTF_8), false);
            }
            return new Cell(new String(text, 0, length, StandardCharsets.UTF_8), true);
        }

        private boolean isLineEnd(int index) {
            return bytes[index] == '\n' || bytes[index] == '\r';
        }

        private void endLine() {
            at += bytes[at] == '\r' && at + 1 < limit && bytes[at + 1] == '\n' ? 2 : 1;
            lines++;
        }
    }
}
