package io.datacook.engine.receipt;

import org.apache.arrow.memory.ArrowBuf;

/// 64-bit hashes whose sum is the checksum of a column. Not for secrets: it finds faults, not forgers.
///
/// Stateless; safe for all threads.
final class Hashes {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private Hashes() {}

    /// A number; the finalizer of MurmurHash3 in the variant of David Stafford, of which every bit depends on every
    // bit.
    static long of(long value) {
        long hash = value + ODD;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }

    /// Two numbers, in order.
    static long of(long first, long second) {
        return of(of(first) ^ (second * ODD + 1));
    }

    /// Bytes of a buffer.
    static long of(ArrowBuf buffer, long start, long length) {
        long hash = of(length);
        long at = start;
        long end = start + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = of(hash ^ (buffer.getLong(at) * ODD));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << Byte.SIZE) | (buffer.getByte(at) & 0xFF);
        }
        return of(hash ^ (rest * ODD));
    }

    /// The same of an array.
    static long of(byte[] bytes) {
        long hash = of((long) bytes.length);
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long word = 0;
            for (int i = Long.BYTES - 1; i >= 0; i--) {
                word = (word << Byte.SIZE) | (bytes[at + i] & 0xFF);
            }
            hash = of(hash ^ (word * ODD));
        }
        long rest = 0;
        for (; at < bytes.length; at++) {
            rest = (rest << Byte.SIZE) | (bytes[at] & 0xFF);
        }
        return of(hash ^ (rest * ODD));
    }
}
