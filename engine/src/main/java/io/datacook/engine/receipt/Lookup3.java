package io.datacook.engine.receipt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;

/// Bob Jenkins' hash of bytes (lookup3.c, 2006): three words that are stirred with each block of 12 bytes.
///
/// One object hashes any number of texts, one after the other. **Threading:** one thread at a time.
final class Lookup3 {
    private static final int BLOCK = 12;
    private static final int SEED = 0x9e3779b9 + 3923095;
    /// Bytes of a text in a buffer that are looked at together: whole blocks.
    private static final int PIECE = 1024 * BLOCK;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private int a;
    private int b;
    private int c;

    /// The hash of at most eight bytes, as two words.
    static long of(int first, int second, int length) {
        int start = SEED + length;
        return end(start + first, start + second, start);
    }

    /// The hash of a part of an array. It is fastest where eight more bytes can be read behind it.
    long of(byte[] bytes, int from, int length) {
        begin(length);
        int whole = length - length % BLOCK;
        stir(bytes, from, from + whole);
        return rest(bytes, from + whole, length - whole);
    }

    /// The hash of a part of a buffer, however long.
    long of(ArrowBuf buffer, long from, long length) {
        begin(length);
        byte[] piece = new byte[(int) Math.min(length, PIECE)];
        long at = from;
        long left = length;
        while (left > PIECE) {
            buffer.getBytes(at, piece, 0, PIECE);
            stir(piece, 0, PIECE);
            at += PIECE;
            left -= PIECE;
        }
        buffer.getBytes(at, piece, 0, (int) left);
        int whole = (int) left - (int) left % BLOCK;
        stir(piece, 0, whole);
        return rest(piece, whole, (int) left - whole);
    }

    private void begin(long length) {
        a = SEED + (int) length;
        b = a;
        c = a;
    }

    private void stir(byte[] bytes, int from, int end) {
        int x = a;
        int y = b;
        int z = c;
        for (int at = from; at < end; at += BLOCK) {
            x += (int) INTS.get(bytes, at);
            y += (int) INTS.get(bytes, at + 4);
            z += (int) INTS.get(bytes, at + 8);
            x = (x - z) ^ Integer.rotateLeft(z, 4);
            z += y;
            y = (y - x) ^ Integer.rotateLeft(x, 6);
            x += z;
            z = (z - y) ^ Integer.rotateLeft(y, 8);
            y += x;
            x = (x - z) ^ Integer.rotateLeft(z, 16);
            z += y;
            y = (y - x) ^ Integer.rotateLeft(x, 19);
            x += z;
            z = (z - y) ^ Integer.rotateLeft(y, 4);
            y += x;
        }
        a = x;
        b = y;
        c = z;
    }

    /// The last 11 bytes at most. The third word's lowest byte belongs to the length.
    private long rest(byte[] bytes, int from, int length) {
        long head = word(bytes, from, Math.min(length, Long.BYTES));
        long tail = length <= Long.BYTES ? 0 : word(bytes, from + Long.BYTES, length - Long.BYTES);
        return end(a + (int) head, b + (int) (head >>> Integer.SIZE), c + ((int) tail << Byte.SIZE));
    }

    /// Up to eight bytes, the first one lowest.
    private static long word(byte[] bytes, int from, int length) {
        if (from + Long.BYTES <= bytes.length) {
            long word = (long) LONGS.get(bytes, from);
            return length == Long.BYTES ? word : word & ~(-1L << (length << 3));
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << (i << 3);
        }
        return word;
    }

    private static long end(int first, int second, int third) {
        int x = first;
        int y = second;
        int z = third;
        z = (z ^ y) - Integer.rotateLeft(y, 14);
        x = (x ^ z) - Integer.rotateLeft(z, 11);
        y = (y ^ x) - Integer.rotateLeft(x, 25);
        z = (z ^ y) - Integer.rotateLeft(y, 16);
        x = (x ^ z) - Integer.rotateLeft(z, 4);
        y = (y ^ x) - Integer.rotateLeft(x, 14);
        z = (z ^ y) - Integer.rotateLeft(y, 24);
        return ((long) y << Integer.SIZE) | (z & 0xFFFFFFFFL);
    }
}
