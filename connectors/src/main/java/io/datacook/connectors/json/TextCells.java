package io.datacook.connectors.json;

import io.datacook.connectors.files.TextOutput;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/// Writes texts as JSON strings, in pieces, so that long ones cost no heap.
final class TextCells implements CellWriter {
    private static final int PIECE_BYTES = 16 << 10;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final VarCharVector texts;
    private final byte[] piece = new byte[PIECE_BYTES];

    TextCells(VarCharVector texts) {
        this.texts = texts;
    }

    @Override
    public void write(TextOutput out, int row) {
        out.put((byte) '"');
        long start = texts.getStartOffset(row);
        long length = texts.getEndOffset(row) - start;
        ArrowBuf data = texts.getDataBuffer();
        for (long done = 0; done < length; done += PIECE_BYTES) {
            int count = (int) Math.min(PIECE_BYTES, length - done);
            data.getBytes(start + done, piece, 0, count);
            escape(out, count);
        }
        out.put((byte) '"');
    }

    private void escape(TextOutput out, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            byte next = piece[i];
            if (next == '"' || next == '\\' || (next >= 0 && next < ' ')) {
                out.put(piece, from, i - from);
                escaped(out, next);
                from = i + 1;
            }
        }
        out.put(piece, from, count - from);
    }

    private static void escaped(TextOutput out, byte value) {
        out.put((byte) '\\');
        switch (value) {
            case '"', '\\' -> out.put(value);
            case '\n' -> out.put((byte) 'n');
            case '\r' -> out.put((byte) 'r');
            case '\t' -> out.put((byte) 't');
            default -> {
                out.put(new byte[] {'u', '0', '0', HEX[value >> 4], HEX[value & 15]});
            }
        }
    }
}
