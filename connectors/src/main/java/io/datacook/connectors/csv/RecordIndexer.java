package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Lines;
import io.datacook.connectors.files.SourcePart;

/// Finds where records and cells begin and end, eight bytes at a time.
///
/// A quote opens only at the beginning of a cell; elsewhere it is text. LF, CRLF and CR end a record; an empty line
/// is skipped, except where there is one column: there it is a record with an empty cell. **Threading:** one thread.
final class RecordIndexer {
    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final long LOW_SEVEN = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH = 0x8080808080808080L;
    private static final int INCOMPLETE = -1;

    private final ByteWindow buffer;
    private final Cells cells;
    private final SourcePart part;
    private final byte delimiter;
    private final byte quote;
    private final byte escape;
    private final long delimiters;
    private final long quotes;
    private final long escapes;

    private byte[] bytes = {};
    private int limit;
    private int recordStart;
    private long line;
    private long linesInside;
    private int problem;
    private int cellBegin;
    private int cellEnd;
    private long seen;

    /// @param line the line of the buffer's first byte, 1-based
    RecordIndexer(ByteWindow buffer, Cells cells, Dialect dialect, SourcePart part, long line) {
        this.buffer = buffer;
        this.cells = cells;
        this.part = part;
        this.line = line;
        this.delimiter = dialect.delimiter();
        // without quotes the delimiter stands in, so that one word test serves both
        this.quote = dialect.quote() == 0 ? dialect.delimiter() : dialect.quote();
        this.escape = dialect.quote() == 0 ? dialect.delimiter() : dialect.escape();
        this.delimiters = Digits.repeat(delimiter);
        this.quotes = Digits.repeat(quote);
        this.escapes = Digits.repeat(escape);
    }

    /// Indexes the next records, at least one; the records before must be done with.
    ///
    /// @return `false` if there are none left
    boolean next() {
        cells.count = 0;
        cells.problemCount = 0;
        while (true) {
            scan();
            if (cells.count > 0) {
                return true;
            }
            if (buffer.isEnded()) {
                if (buffer.start() >= buffer.limit()) {
                    return false;
                }
                cutAtOpenQuote();
                return true;
            }
            if (!buffer.more()) {
                cutAtOpenQuote();
                return true;
            }
        }
    }

    /// The line of the first record not indexed yet.
    long line() {
        return line;
    }

    private void scan() {
        bytes = buffer.bytes();
        limit = buffer.limit();
        recordStart = buffer.start();
        seen = 0;
        cells.bytes = bytes;
        beginRecord(recordStart);
        scanRecords();
        buffer.release(recordStart);
        cells.records[cells.count] = recordStart;
        cells.lines[cells.count] = line;
        cells.ascii = (seen & HIGH) == 0;
    }

    private void scanRecords() {
        int[] starts = cells.starts;
        int[] ends = cells.ends;
        byte[] text = bytes;
        int position = recordStart;
        int cellStart = position;
        int slot = cells.count * cells.width;
        int slotsEnd = slot + cells.width;
        words:
        while (position < limit) {
            long word = Digits.word(text, position);
            seen |= word;
            for (long hits = hits(word); hits != 0; hits &= hits - 1) {
                int at = position + (Long.numberOfTrailingZeros(hits) >>> 3);
                byte hit = text[at];
                if (hit == delimiter) {
                    if (slot < slotsEnd) {
                        starts[slot] = cellStart;
                        ends[slot++] = at;
                    } else {
                        problem = Cells.RAGGED;
                    }
                    cellStart = at + 1;
                    continue;
                }
                cellBegin = cellStart;
                cellEnd = at;
                if (hit == quote) {
                    if (at != cellStart) {
                        continue;
                    }
                    at = closeQuote(at);
                    if (at == INCOMPLETE) {
                        return;
                    }
                    if (at < limit && text[at] != delimiter && text[at] != LF && text[at] != CR) {
                        problem = Cells.TEXT_AFTER_QUOTE;
                        position = at;
                        continue words;
                    }
                }
                slot = addCell(slot, slotsEnd);
                if (at < limit && text[at] == delimiter) {
                    position = at + 1;
                    cellStart = position;
                    continue words;
                }
                position = endRecord(slot, slotsEnd, at);
                if (position == INCOMPLETE || cells.count == cells.recordsMax) {
                    return;
                }
                cellStart = position;
                slot = cells.count * cells.width;
                slotsEnd = slot + cells.width;
                continue words;
            }
            position += 8;
        }
        endInput(cellStart, slot, slotsEnd);
    }

    /// A last record without a line end, if the input ends here.
    private void endInput(int cellStart, int slot, int slotsEnd) {
        if (buffer.isEnded() && recordStart < limit) {
            requireLastPart();
            cellBegin = cellStart;
            cellEnd = limit;
            endRecord(addCell(slot, slotsEnd), slotsEnd, limit);
        }
    }

    /// The highest bit of each byte that is a delimiter, quote or line end, exactly.
    private long hits(long word) {
        long delimiterBytes = word ^ delimiters;
        long quoteBytes = word ^ quotes;
        long lfBytes = word ^ 0x0a0a0a0a0a0a0a0aL;
        long crBytes = word ^ 0x0d0d0d0d0d0d0d0dL;
        return ~((((delimiterBytes & LOW_SEVEN) + LOW_SEVEN) | delimiterBytes)
                        & (((quoteBytes & LOW_SEVEN) + LOW_SEVEN) | quoteBytes)
                        & (((lfBytes & LOW_SEVEN) + LOW_SEVEN) | lfBytes)
                        & (((crBytes & LOW_SEVEN) + LOW_SEVEN) | crBytes))
                & HIGH;
    }

    private int addCell(int slot, int slotsEnd) {
        if (slot == slotsEnd) {
            problem = Cells.RAGGED;
            return slot;
        }
        cells.starts[slot] = cellBegin;
        cells.ends[slot] = cellEnd;
        return slot + 1;
    }

    /// Finds the end of a quoted cell and keeps its place in [#cellBegin] and [#cellEnd].
    ///
    /// @return the byte behind the closing quote, or [#INCOMPLETE]
    private int closeQuote(int opening) {
        int flags = Cells.QUOTED;
        int from = opening + 1;
        while (true) {
            int found = findQuote(from);
            if (found >= limit || (found + 1 == limit && !buffer.isEnded())) {
                return INCOMPLETE;
            }
            boolean escaping =
                    bytes[found] == escape && found + 1 < limit && (escape != quote || bytes[found + 1] == quote);
            if (!escaping && bytes[found] == quote) {
                cellBegin = (opening + 1) | flags;
                cellEnd = found;
                linesInside += Lines.count(bytes, opening + 1, found);
                return found + 1;
            }
            flags |= Cells.ESCAPED;
            from = Math.min(found + 2, limit);
        }
    }

    private int findQuote(int from) {
        for (int at = from; at < limit; at += 8) {
            long word = Digits.word(bytes, at);
            seen |= word;
            long hits = Digits.zeroBytes(word ^ quotes) | Digits.zeroBytes(word ^ escapes);
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return limit;
    }

    private void beginRecord(int start) {
        recordStart = start;
        linesInside = 0;
        problem = 0;
        cells.records[cells.count] = start;
        cells.lines[cells.count] = line;
    }

    /// Ends a record at a line end or the end of the data.
    ///
    /// @return where the next record begins, or [#INCOMPLETE] if the byte behind a CR must be seen first
    private int endRecord(int slot, int slotsEnd, int at) {
        int next = at;
        if (at < limit) {
            if (bytes[at] == CR && at + 1 == limit && !buffer.isEnded()) {
                return INCOMPLETE;
            }
            next = bytes[at] == CR && at + 1 < limit && bytes[at + 1] == LF ? at + 2 : at + 1;
        }
        boolean skipped = at == recordStart && cells.width > 1;
        if (!skipped) {
            for (int missing = slot; missing < slotsEnd; missing++) {
                problem = problem == 0 ? Cells.RAGGED : problem;
                cells.starts[missing] = at;
                cells.ends[missing] = at;
            }
            cells.problems[cells.count] = 0;
            if (problem != 0) {
                cells.mark(cells.count, problem);
            }
            cells.count++;
        }
        line += 1 + linesInside;
        beginRecord(next);
        return next;
    }

    /// Parts meet between records; one that ends within a record was cut out of another file.
    private void requireLastPart() {
        if (part.end() >= 0 && part.end() < part.file().bytes()) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    ("'%s' changed since this load began: byte %d is no longer the end of a record; bring the old file "
                                    + "back to finish the load, or run `datacook state reset` to start afresh")
                            .formatted(part.file().name(), part.end()));
        }
    }

    /// The record at hand cannot end: a quote never closes, or the record is too large. Its first line becomes a
    /// record with a problem, and reading goes on behind it.
    private void cutAtOpenQuote() {
        int end = buffer.start();
        while (end < buffer.limit() && buffer.bytes()[end] != LF && buffer.bytes()[end] != CR) {
            end++;
        }
        if (end == buffer.limit() && !buffer.isEnded()) {
            throw new DatacookException(
                            ErrorCode.DATA_INVALID,
                            ("a record is longer than %d bytes; raise `record_bytes_max`, or check `quote` and "
                                            + "`delimiter`")
                                    .formatted(buffer.limit() - buffer.start()))
                    .at(part.file().name() + ":" + line);
        }
        if (buffer.isEnded()) {
            requireLastPart();
        }
        bytes = buffer.bytes();
        limit = buffer.limit();
        cells.bytes = bytes;
        beginRecord(buffer.start());
        problem = Cells.QUOTE_OPEN;
        boolean crlf = end + 1 < limit && bytes[end] == CR && bytes[end + 1] == LF;
        int slot = cells.count * cells.width;
        for (int i = 0; i < cells.width; i++) {
            cells.starts[slot + i] = end;
            cells.ends[slot + i] = end;
        }
        cells.problems[0] = 0;
        cells.mark(0, problem);
        cells.count = 1;
        line++;
        beginRecord(Math.min(limit, end + (crlf ? 2 : 1)));
        buffer.release(recordStart);
        cells.ascii = false;
    }
}
