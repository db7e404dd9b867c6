package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.TextOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Writes texts, quoted where they need it.
final class TextWriter extends CellWriter {
    private static final int RUN_BYTES_MAX = 256 << 10;
    private static final int PIECE_BYTES = 16 << 10;

    private final byte quote;
    private final long quotes;
    private final long delimiters;
    private final byte[] nullText;
    private final byte[] offsets = new byte[(RUN_MAX + 1) * 4 + Digits.PADDING];
    private byte[] text = new byte[4096];
    private @Nullable ArrowBuf data;
    private int base;
    private boolean loaded;

    TextWriter(CsvFormat format) {
        this.quote = (byte) format.quote();
        this.quotes = Digits.repeat(quote);
        this.delimiters = Digits.repeat((byte) format.delimiter());
        this.nullText = format.nullText().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    void loadValues(FieldVector vector, int from, int count) {
        vector.getOffsetBuffer().getBytes(4L * from, offsets, 0, 4 * (count + 1));
        data = vector.getDataBuffer();
        base = offset(0);
        int length = offset(count) - base;
        // a run of very long texts is read cell by cell, so that the heap stays small
        loaded = length <= RUN_BYTES_MAX;
        if (loaded) {
            if (text.length < length + Digits.PADDING) {
                text = new byte[length + Digits.PADDING];
            }
            data.getBytes(base, text, 0, length);
        }
    }

    private int offset(int row) {
        return (int) Digits.word(offsets, row * 4);
    }

    @Override
    void write(TextOutput out, int row) {
        int from = offset(row);
        int length = offset(row + 1) - from;
        if (!loaded && length > RUN_BYTES_MAX) {
            writeLong(out, from, length);
            return;
        }
        int start = from - base;
        if (!loaded) {
            if (text.length < length + Digits.PADDING) {
                text = new byte[length + Digits.PADDING];
            }
            Objects.requireNonNull(data).getBytes(from, text, 0, length);
            start = 0;
        }
        if (!needsQuotes(start, length)) {
            out.put(text, start, length);
            return;
        }
        out.put(quote);
        putEscaped(out, start, start + length);
        out.put(quote);
    }

    private boolean needsQuotes(int start, int length) {
        if (length == 0 || text[start] == ' ' || text[start + length - 1] == ' ') {
            return true;
        }
        if (length == nullText.length && Arrays.equals(text, start, start + length, nullText, 0, length)) {
            return true;
        }
        int end = start + length;
        for (int at = start; at < end; at += 8) {
            long word = Digits.word(text, at);
            long hits = Digits.zeroBytes(word ^ quotes)
                    | Digits.zeroBytes(word ^ delimiters)
                    | Digits.zeroBytes(word ^ 0x0a0a0a0a0a0a0a0aL)
                    | Digits.zeroBytes(word ^ 0x0d0d0d0d0d0d0d0dL);
            // bytes behind the text belong to its neighbour
            if (end - at < 8) {
                hits &= ~(-1L << ((end - at) * 8));
            }
            if (hits != 0) {
                return true;
            }
        }
        return false;
    }

    private void putEscaped(TextOutput out, int start, int end) {
        int from = start;
        for (int i = start; i < end; i++) {
            if (text[i] == quote) {
                out.put(text, from, i + 1 - from);
                from = i;
            }
        }
        out.put(text, from, end - from);
    }

    /// A text of megabytes: always quoted, read in pieces.
    private void writeLong(TextOutput out, int from, int length) {
        out.put(quote);
        for (int done = 0; done < length; done += PIECE_BYTES) {
            int piece = Math.min(PIECE_BYTES, length - done);
            if (text.length < piece + Digits.PADDING) {
                text = new byte[piece + Digits.PADDING];
            }
            Objects.requireNonNull(data).getBytes(from + (long) done, text, 0, piece);
            putEscaped(out, 0, piece);
        }
        out.put(quote);
    }
}
