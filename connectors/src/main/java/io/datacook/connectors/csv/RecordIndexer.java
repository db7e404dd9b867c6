package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.SourcePart;

/// Finds where records and cells begin and end.
///
/// First the marks of a block are found eight bytes at a time and without branches, then they are followed one by one.
///
/// A quote opens only at the beginning of a cell; elsewhere it is text. LF, CRLF and CR end a record; an empty line
/// is skipped, except where there is one column: there it is a record with an empty cell. **Threading:** one thread.
final class RecordIndexer {
    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final long HIGH = 0x8080808080808080L;
    private static final int INCOMPLETE = -1;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final long LFS = Digits.repeat(LF);
    private static final long CRS = Digits.repeat(CR);

    private final ByteWindow buffer;
    private final Cells cells;
    private final SourcePart part;
    private final byte delimiter;
    private final byte quote;
    private final byte escape;
    private final long delimiters;
    private final long quotes;
    private final long escapes;

    private final int[] marks = new int[BLOCK_BYTES + 8];

    private byte[] bytes = {};
    private int limit;
    private int recordStart;
    private long line;
    private long linesInside;
    private int problem;
    private long seen;

    // where the walk stands between two blocks
    private int markCount;
    private int slot;
    private int cellStart;
    private int quoteOpen;
    private int quoteFlags;
    private int escaped;
    private int closedStart;
    private int closedEnd;

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
        seen = 0;
        cells.bytes = bytes;
        beginRecord(buffer.start());
        boolean going = true;
        for (int at = recordStart; at < limit && going; at += BLOCK_BYTES) {
            markCount = findMarks(at, Math.min(limit, at + BLOCK_BYTES));
            going = walk();
        }
        if (going && buffer.isEnded() && recordStart < limit && quoteOpen < 0) {
            requireLastPart();
            addCell(limit);
            endRecord(limit);
        }
        buffer.release(recordStart);
        cells.records[cells.count] = recordStart;
        cells.lines[cells.count] = line;
        cells.ascii = (seen & HIGH) == 0;
    }

    /// Notes where delimiters, quotes, escapes and line ends stand, without looking at which is which.
    private int findMarks(int from, int end) {
        byte[] text = bytes;
        int[] found = marks;
        long all = 0;
        int count = 0;
        for (int at = from; at < end; at += 8) {
            long word = Digits.word(text, at);
            all |= word;
            long hits = hits(word);
            int behind = count + Long.bitCount(hits);
            // few words have more than two marks: writing two always saves guessing how many there are
            found[count] = at + (Long.numberOfTrailingZeros(hits) >>> 3);
            hits &= hits - 1;
            found[count + 1] = at + (Long.numberOfTrailingZeros(hits) >>> 3);
            hits &= hits - 1;
            for (int more = count + 2; hits != 0; more++) {
                found[more] = at + (Long.numberOfTrailingZeros(hits) >>> 3);
                hits &= hits - 1;
            }
            count = behind;
        }
        seen |= all;
        return count;
    }

    /// Follows the marks of a block.
    ///
    /// @return whether the next block is wanted
    private boolean walk() {
        int next = 0;
        if (quoteOpen >= 0) {
            next = closeQuote(0);
            if (next == INCOMPLETE) {
                return false;
            }
        }
        while (next < markCount) {
            next = walkPlain(next);
            if (next == markCount) {
                return true;
            }
            int at = marks[next++];
            byte mark = bytes[at];
            if (mark == delimiter) {
                addCell(at);
                cellStart = at + 1;
            } else if (mark == LF || mark == CR) {
                // the LF of a CRLF lies in front of the record that begins behind it
                if (at >= recordStart) {
                    addCell(at);
                    if (!endRecord(at) || cells.count == cells.recordsMax) {
                        return false;
                    }
                }
            } else if (mark == quote && at == cellStart && closedEnd < 0) {
                quoteOpen = at;
                quoteFlags = Cells.QUOTED;
                escaped = -1;
                next = closeQuote(next);
                if (next == INCOMPLETE) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Follows delimiters behind cells without quotes, which is what most marks are.
    ///
    /// @return the first mark that is something else, or the count of marks
    private int walkPlain(int from) {
        int slotsEnd = (cells.count + 1) * cells.width;
        if (closedEnd >= 0) {
            return from;
        }
        byte[] text = bytes;
        int[] found = marks;
        int[] starts = cells.starts;
        int[] ends = cells.ends;
        int cell = slot;
        int start = cellStart;
        int next = from;
        int count = markCount;
        while (next < count && cell < slotsEnd) {
            int at = found[next];
            if (text[at] != delimiter) {
                break;
            }
            starts[cell] = start;
            ends[cell++] = at;
            start = at + 1;
            next++;
        }
        slot = cell;
        cellStart = start;
        return next;
    }

    /// Follows the marks within quotes up to the closing one.
    ///
    /// @return the mark behind it; behind the last one of the block if the quote is still open; or [#INCOMPLETE]
    private int closeQuote(int from) {
        for (int next = from; next < markCount; next++) {
            int at = marks[next];
            byte mark = bytes[at];
            if (at == escaped) {
                continue;
            }
            if (mark == escape || mark == quote) {
                if (at + 1 == limit && !buffer.isEnded()) {
                    return INCOMPLETE;
                }
                boolean escaping = mark == escape && at + 1 < limit && (escape != quote || bytes[at + 1] == quote);
                if (escaping) {
                    quoteFlags |= Cells.ESCAPED;
                    escaped = at + 1;
                    linesInside += lineAt(at + 1);
                } else if (mark == quote) {
                    closedStart = (quoteOpen + 1) | quoteFlags;
                    closedEnd = at;
                    quoteOpen = -1;
                    return next + 1;
                }
            } else {
                linesInside += lineAt(at);
            }
        }
        return markCount;
    }

    /// 1 if a line ends with this byte: a CR in front of an LF leaves it to the LF.
    private int lineAt(int at) {
        boolean ends = bytes[at] == LF || (bytes[at] == CR && !(at + 1 < limit && bytes[at + 1] == LF));
        return ends ? 1 : 0;
    }

    /// The highest bit of each byte that is a delimiter, quote, escape or line end, exactly.
    private long hits(long word) {
        long low = Digits.lowSeven(word);
        long others = Digits.unlike(low, delimiters)
                & Digits.unlike(low, quotes)
                & Digits.unlike(low, LFS)
                & Digits.unlike(low, CRS);
        if (escape != quote) {
            others &= Digits.unlike(low, escapes);
        }
        return Digits.alike(word, others);
    }

    /// Adds the cell that ends in front of a delimiter, line end or the end of the data.
    private void addCell(int end) {
        boolean closed = closedEnd >= 0;
        if (closed && end != closedEnd + 1) {
            problem = Cells.TEXT_AFTER_QUOTE;
        }
        if (slot == (cells.count + 1) * cells.width) {
            problem = Cells.RAGGED;
        } else {
            cells.starts[slot] = closed ? closedStart : cellStart;
            cells.ends[slot++] = closed ? closedEnd : end;
        }
        closedEnd = -1;
    }

    private void beginRecord(int start) {
        recordStart = start;
        cellStart = start;
        slot = cells.count * cells.width;
        quoteOpen = -1;
        closedEnd = -1;
        linesInside = 0;
        problem = 0;
        cells.records[cells.count] = start;
        cells.lines[cells.count] = line;
    }

    /// Ends a record at a line end or the end of the data.
    ///
    /// @return `false` if the byte behind a CR must be seen first
    private boolean endRecord(int at) {
        int next = at;
        if (at < limit) {
            if (bytes[at] == CR && at + 1 == limit && !buffer.isEnded()) {
                return false;
            }
            next = bytes[at] == CR && at + 1 < limit && bytes[at + 1] == LF ? at + 2 : at + 1;
        }
        boolean skipped = at == recordStart && cells.width > 1;
        if (!skipped) {
            for (int slotsEnd = (cells.count + 1) * cells.width; slot < slotsEnd; slot++) {
                problem = problem == 0 ? Cells.RAGGED : problem;
                cells.starts[slot] = at;
                cells.ends[slot] = at;
            }
            cells.problems[cells.count] = 0;
            if (problem != 0) {
                cells.mark(cells.count, problem);
            }
            cells.count++;
        }
        line += 1 + linesInside;
        beginRecord(next);
        return true;
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
        for (int i = 0; i < cells.width; i++) {
            cells.starts[i] = end;
            cells.ends[i] = end;
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
