package io.datacook.connectors.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A buffer of bytes in front of a file of text that cells are spelled into, without strings for numbers and times.
///
/// **Threading:** one thread. **Closing:** [#drain] once at the end; the stream below stays open.
public final class TextOutput {
    private static final int BUFFER_BYTES = 128 << 10;
    private static final int CELL_MAX = 64;
    private static final int GATHERED_MAX = 32 << 10;

    private final byte[] bytes = new byte[BUFFER_BYTES + Digits.PADDING];
    private final OutputStream out;
    private final StagedOutput file;
    private int at;

    /// @param out takes the bytes
    /// @param file what lies below that stream; errors name it
    public TextOutput(OutputStream out, StagedOutput file) {
        this.out = out;
        this.file = file;
    }

    /// Bytes held back.
    public int held() {
        return at;
    }

    /// Writes one byte.
    public void put(byte value) {
        room(1);
        bytes[at++] = value;
    }

    /// Writes bytes.
    public void put(byte[] from, int offset, int length) {
        if (length > GATHERED_MAX) {
            drain();
            try {
                out.write(from, offset, length);
            } catch (IOException failed) {
                throw file.failure(failed);
            }
            return;
        }
        room(length);
        System.arraycopy(from, offset, bytes, at, length);
        at += length;
    }

    /// Writes bytes.
    public void put(byte[] from) {
        put(from, 0, from.length);
    }

    /// Writes a text as UTF-8.
    public void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a whole number.
    public void putLong(long value) {
        room(CELL_MAX);
        at = Spelling.putLong(bytes, at, value);
    }

    /// Writes the shortest text that parses back to the same double.
    @SuppressWarnings("deprecation") // the one way to copy ASCII out of a string without another array
    public void putDouble(double value) {
        String text = Double.toString(value);
        room(CELL_MAX);
        text.getBytes(0, text.length(), bytes, at);
        at += text.length();
    }

    /// Writes a decimal.
    ///
    /// @param unscaled not the smallest long
    /// @param scale 0 to 18
    public void putDecimal(long unscaled, int scale) {
        room(CELL_MAX);
        at = Spelling.putDecimal(bytes, at, unscaled, scale);
    }

    /// Writes a date of the years 0000 to 9999.
    ///
    /// @param day days since 1970-01-01
    public void putDate(int day) {
        room(CELL_MAX);
        at = Spelling.putDate(bytes, at, day);
    }

    /// Writes a date, a separator, a time of day, and as many decimals of the second as are not zero.
    ///
    /// @param seconds since 1970-01-01T00:00:00, of the years 0000 to 9999
    public void putTimestamp(long seconds, int nanos, char separator) {
        room(CELL_MAX);
        int day = (int) Math.floorDiv(seconds, 86_400L);
        at = Spelling.putDate(bytes, at, day);
        bytes[at++] = (byte) separator;
        at = Spelling.putTime(bytes, at, (int) (seconds - day * 86_400L), nanos);
    }

    /// Hands everything on to the stream.
    public void drain() {
        if (at > 0) {
            try {
                out.write(bytes, 0, at);
            } catch (IOException failed) {
                throw file.failure(failed);
            }
            at = 0;
        }
    }

    private void room(int count) {
        if (BUFFER_BYTES - at < count) {
            drain();
        }
    }
}
