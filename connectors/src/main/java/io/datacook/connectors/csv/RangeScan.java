package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import io.datacook.connectors.files.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds where parts of a file may begin: at the first byte of a record, whatever line ends stand within quotes.
///
/// Reads the file up to the last beginning and follows quotes as [RecordIndexer] does, but looks at nothing else, eight
/// bytes at a time. Where a quote stays open for longer than a record may be, the file is not divided: then only a
/// reader from the start knows where records begin. **Threading:** one thread.
final class RangeScan {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final long LFS = Digits.repeat((byte) '\n');
    private static final long CRS = Digits.repeat((byte) '\r');

    private final SourceFile file;
    private final TextInput input;
    private final Dialect dialect;
    private final long recordBytesMax;
    private final long quotes;
    private final long escapes;
    private final List<SourcePart> parts = new ArrayList<>();

    private long line;
    private boolean quoted;
    private long quotedBytes;
    private byte previous = '\n';
    private boolean escaping;

    RangeScan(SourceFile file, TextInput input, Dialect dialect, CsvSourceOptions options) {
        this.file = file;
        this.input = input;
        this.dialect = dialect;
        this.recordBytesMax = options.recordBytesMax().bytes();
        // without quotes the other byte that needs a second look stands in, so that no more are looked at
        this.quotes = dialect.quote() == 0 ? CRS : Digits.repeat(dialect.quote());
        this.escapes = dialect.quote() == 0 ? CRS : Digits.repeat(dialect.escape());
    }

    /// Divides the data of the file.
    ///
    /// @param count how many parts are wanted; there may be fewer
    /// @return parts in order, each beginning where the one before ends
    List<SourcePart> parts(CsvHead head, int count) {
        long length = file.bytes() - head.offset();
        long start = head.offset();
        long startLine = head.line();
        if (count > 1) {
            line = head.line();
            long[] targets = new long[count - 1];
            for (int i = 1; i < count; i++) {
                targets[i - 1] = head.offset() + length / count * i;
            }
            for (long[] found : find(head.offset(), targets)) {
                if (found[0] > start && found[0] < file.bytes()) {
                    parts.add(new SourcePart(file, start, found[0], startLine));
                    start = found[0];
                    startLine = found[1];
                }
            }
        }
        parts.add(new SourcePart(file, start, file.bytes(), startLine));
        return List.copyOf(parts);
    }

    /// Offset and line of the first record at or behind each target; none if that cannot be known.
    private List<long[]> find(long from, long[] targets) {
        List<long[]> found = new ArrayList<>();
        byte[] bytes = new byte[BUFFER_BYTES + Digits.PADDING];
        long base = from;
        try (InputStream stream = input.open(file, from, file.bytes())) {
            for (int limit = stream.read(bytes, 0, BUFFER_BYTES);
                    limit >= 0 && found.size() < targets.length;
                    limit = stream.read(bytes, 0, BUFFER_BYTES)) {
                Arrays.fill(bytes, limit, limit + 8, (byte) 0);
                int at = 0;
                while (at < limit && found.size() < targets.length) {
                    // up to the target no beginning of a record matters, so words are skipped whole
                    long target = targets[found.size()];
                    int skipTo = Math.clamp(target - base, at, limit);
                    at = skip(bytes, at, skipTo);
                    at = seek(bytes, at, limit, base, target, found);
                    if (quotedBytes > recordBytesMax) {
                        return List.of();
                    }
                }
                base += limit;
            }
        } catch (IOException failed) {
            throw TextInput.failure(file, failed);
        }
        return found;
    }

    private int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (!escaping && previous != '\r') {
                int plainEnd = skipPlain(bytes, at, to);
                if (plainEnd > at) {
                    quotedBytes = quoted ? quotedBytes + plainEnd - at : 0;
                    previous = bytes[plainEnd - 1];
                    at = plainEnd;
                }
            }
            for (int end = Math.min(at + 8, to); at < end; at++) {
                step(bytes[at]);
            }
        }
        return at;
    }

    /// Goes over words without a byte that opens, closes, escapes or might be half of a line end, and counts lines.
    private int skipPlain(byte[] bytes, int from, int to) {
        int at = from;
        long lines = 0;
        for (; at + 8 <= to; at += 8) {
            long word = Digits.word(bytes, at);
            long low = Digits.lowSeven(word);
            long others = Digits.unlike(low, CRS) & Digits.unlike(low, quotes) & Digits.unlike(low, escapes);
            if (Digits.alike(word, others) != 0) {
                break;
            }
            lines += Long.bitCount(Digits.alike(word, Digits.unlike(low, LFS)));
        }
        line += lines;
        return at;
    }

    /// Goes on until a record begins at or behind the target, or to the limit.
    private int seek(byte[] bytes, int from, int limit, long base, long target, List<long[]> found) {
        int at = from;
        while (at < limit) {
            boolean behindReturn = previous == '\r' && bytes[at] != '\n';
            boolean begins = !quoted && !escaping && (previous == '\n' || behindReturn);
            if (begins && base + at >= target) {
                found.add(new long[] {base + at, line});
                return at;
            }
            step(bytes[at++]);
            if (quotedBytes > recordBytesMax) {
                return at;
            }
        }
        return at;
    }

    /// Follows one byte. Within quotes a quote may close or be the first of two: the next byte tells.
    private void step(byte next) {
        if (next == '\n' ? previous != '\r' : next == '\r') {
            line++;
        }
        byte quote = dialect.quote();
        if (quoted) {
            quotedBytes++;
            inside(next, quote);
        } else if (quote != 0 && next == quote && beginsCell()) {
            quoted = true;
            quotedBytes = 1;
            escaping = false;
        }
        previous = next;
    }

    private void inside(byte next, byte quote) {
        if (escaping) {
            escaping = false;
            if (dialect.doubled() && next != quote) {
                // the quote before closed the cell
                quoted = false;
                quotedBytes = 0;
            }
        } else if (next == dialect.escape()) {
            escaping = true;
        } else if (next == quote) {
            quoted = false;
            quotedBytes = 0;
        }
    }

    private boolean beginsCell() {
        return previous == dialect.delimiter() || previous == '\n' || previous == '\r';
    }
}
