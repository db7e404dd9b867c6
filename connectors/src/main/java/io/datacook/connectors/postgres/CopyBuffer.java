package io.datacook.connectors.postgres;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/// Bytes on their way to the server, in network order; grows to the largest row and is emptied by who sends it.
final class CopyBuffer {
    private static final int BYTES_FIRST = 128 << 10;

    private byte[] bytes = new byte[BYTES_FIRST];
    private int used;

    /// The bytes; valid from 0 to [#used].
    byte[] bytes() {
        return bytes;
    }

    /// How many bytes are waiting.
    int used() {
        return used;
    }

    /// All were sent, or those from a place on are not wanted.
    void cut(int to) {
        used = to;
    }

    private int take(int count) {
        int at = used;
        if (bytes.length - at < count) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(bytes.length * 2L, (long) at + count)));
        }
        used = at + count;
        return at;
    }

    void putNull() {
        putInt(Wire.NULL);
    }

    void putByte(int value) {
        int at = take(1);
        bytes[at] = (byte) value;
    }

    void putShort(int value) {
        int at = take(2);
        Wire.int16(bytes, at, (short) value);
    }

    void putInt(int value) {
        int at = take(4);
        Wire.int32(bytes, at, value);
    }

    /// Exchanges four bytes written before.
    void setInt(int at, int value) {
        Wire.int32(bytes, at, value);
    }

    void putLong(long value) {
        int at = take(8);
        Wire.int64(bytes, at, value);
    }

    /// Makes room for one byte at a place and fills it.
    void shift(int at, int value) {
        int end = take(1);
        System.arraycopy(bytes, at, bytes, at + 1, end - at);
        bytes[at] = (byte) value;
    }

    void putBytes(byte[] values) {
        int at = take(values.length);
        System.arraycopy(values, 0, bytes, at, values.length);
    }

    void putBytes(ArrowBuf source, long from, int length) {
        int at = take(length);
        source.getBytes(from, bytes, at, length);
    }
}
