package io.datacook.connectors.parquet;

/// Numbers of 0 to 64 bits, packed without gaps, the lowest bit first.
///
/// Stateless kernels: no objects, no allocation.
final class BitPacking {
    /// Bytes an array needs behind the packed ones, so that whole words can be read and written.
    static final int SLACK_BYTES = 9;

    private BitPacking() {}

    /// Bits needed for every number up to this one, taken as unsigned.
    static int width(long max) {
        return 64 - Long.numberOfLeadingZeros(max);
    }

    /// Bytes that packed numbers take.
    static int bytes(int count, int width) {
        return Math.toIntExact(((long) count * width + 7) >>> 3);
    }

    /// Appends the low bits of numbers.
    static void pack(long[] values, int from, int count, int width, Bytes out) {
        if (width == 0) {
            return;
        }
        out.reserve(bytes(count, width) + SLACK_BYTES);
        byte[] array = out.array;
        long mask = mask(width);
        int at = out.size;
        long word = 0;
        int bits = 0;
        for (int i = from; i < from + count; i++) {
            long value = values[i] & mask;
            word |= value << bits;
            bits += width;
            if (bits >= 64) {
                Bytes.LONG.set(array, at, word);
                at += 8;
                bits -= 64;
                word = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        Bytes.LONG.set(array, at, word);
        out.size += bytes(count, width);
    }

    /// Appends the low bits of numbers of at most 32 bits.
    static void pack(int[] values, int from, int count, int width, Bytes out) {
        if (width == 0) {
            return;
        }
        out.reserve(bytes(count, width) + SLACK_BYTES);
        byte[] array = out.array;
        long mask = mask(width);
        int at = out.size;
        long word = 0;
        int bits = 0;
        for (int i = from; i < from + count; i++) {
            long value = values[i] & mask;
            word |= value << bits;
            bits += width;
            if (bits >= 64) {
                Bytes.LONG.set(array, at, word);
                at += 8;
                bits -= 64;
                word = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        Bytes.LONG.set(array, at, word);
        out.size += bytes(count, width);
    }

    /// Unpacks numbers; the array must have [#SLACK_BYTES] behind them.
    static void unpack(byte[] from, int at, int width, long[] into, int offset, int count) {
        long mask = mask(width);
        long bit = 0;
        if (width <= 57) {
            for (int i = 0; i < count; i++, bit += width) {
                into[offset + i] = (Bytes.longAt(from, at + (int) (bit >>> 3)) >>> (bit & 7)) & mask;
            }
            return;
        }
        for (int i = 0; i < count; i++, bit += width) {
            int start = at + (int) (bit >>> 3);
            int shift = (int) (bit & 7);
            long low = Bytes.longAt(from, start) >>> shift;
            long high = shift == 0 ? 0 : (from[start + 8] & 0xffL) << (64 - shift);
            into[offset + i] = (low | high) & mask;
        }
    }

    /// Unpacks numbers of at most 32 bits; the array must have [#SLACK_BYTES] behind them.
    static void unpack(byte[] from, int at, int width, int[] into, int offset, int count) {
        long mask = mask(width);
        long bit = 0;
        for (int i = 0; i < count; i++, bit += width) {
            into[offset + i] = (int) ((Bytes.longAt(from, at + (int) (bit >>> 3)) >>> (bit & 7)) & mask);
        }
    }

    private static long mask(int width) {
        return width == 0 ? 0 : -1L >>> (64 - width);
    }
}
