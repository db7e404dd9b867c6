package io.datacook.engine.receipt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;

/// The 64-bit hashes whose sum is the checksum of a column: those of PostgreSQL with seed 0, which never change since
/// tables are partitioned by them. Not for secrets: they find faults, not forgers.
///
/// Bytes are hashed by Bob Jenkins' lookup3, as `hash_bytes_extended` does on a little-endian machine; whole numbers as
/// `hashint8extended` does. Stateless; safe for all threads.
final class Hashes {
    private static final int BLOCK = 12;
    private static final int HALF = 6;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Hashes() {}

    /// A whole number.
    static long of(long value) {
        int low = (int) value;
        int high = (int) (value >>> Integer.SIZE);
        Lookup3 state = new Lookup3(Integer.BYTES);
        return state.end(low ^ (value >= 0 ? high : ~high), 0, 0);
    }

    /// Eight bytes, the lowest first.
    static long ofBytes(long word) {
        return new Lookup3(Long.BYTES).end((int) word, (int) (word >>> Integer.SIZE), 0);
    }

    /// Bytes of a buffer.
    static long of(ArrowBuf buffer, long from, long length) {
        Lookup3 state = new Lookup3((int) length);
        long at = from;
        long left = length;
        for (; left >= BLOCK; left -= BLOCK, at += BLOCK) {
            state.add(buffer.getInt(at), buffer.getInt(at + 4), buffer.getInt(at + 8));
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < left; i++) {
            long value = buffer.getByte(at + i) & 0xFFL;
            if (i < HALF) {
                first |= value << (i * Byte.SIZE);
            } else {
                second |= value << ((i - HALF) * Byte.SIZE);
            }
        }
        return state.rest(first, second);
    }

    /// Bytes of an array.
    static long of(byte[] bytes) {
        Lookup3 state = new Lookup3(bytes.length);
        int at = 0;
        int left = bytes.length;
        for (; left >= BLOCK; left -= BLOCK, at += BLOCK) {
            state.add((int) INTS.get(bytes, at), (int) INTS.get(bytes, at + 4), (int) INTS.get(bytes, at + 8));
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < left; i++) {
            long value = bytes[at + i] & 0xFFL;
            if (i < HALF) {
                first |= value << (i * Byte.SIZE);
            } else {
                second |= value << ((i - HALF) * Byte.SIZE);
            }
        }
        return state.rest(first, second);
    }

    /// The UTF-8 bytes of a text.
    static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Three words that are stirred with each block of 12 bytes.
    private static final class Lookup3 {
        private int a;
        private int b;
        private int c;

        private Lookup3(int length) {
            a = 0x9e3779b9 + length + 3923095;
            b = a;
            c = a;
        }

        private void add(int first, int second, int third) {
            a += first;
            b += second;
            c += third;
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }

        /// The last 11 bytes at most: six and six, the lowest first. The third word's lowest byte belongs to
        /// the length.
        private long rest(long first, long second) {
            int low = (int) first;
            int middle = (int) (first >>> Integer.SIZE) | (int) (second << 16);
            int high = (int) (second >>> 16) << Byte.SIZE;
            return end(low, middle, high);
        }

        private long end(int first, int second, int third) {
            a += first;
            b += second;
            c += third;
            c = (c ^ b) - Integer.rotateLeft(b, 14);
            a = (a ^ c) - Integer.rotateLeft(c, 11);
            b = (b ^ a) - Integer.rotateLeft(a, 25);
            c = (c ^ b) - Integer.rotateLeft(b, 16);
            a = (a ^ c) - Integer.rotateLeft(c, 4);
            b = (b ^ a) - Integer.rotateLeft(a, 14);
            c = (c ^ b) - Integer.rotateLeft(b, 24);
            return ((long) b << Integer.SIZE) | (c & 0xFFFFFFFFL);
        }
    }
}
