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

    /// Appends the low bits of numbers of at most 32 bits; they must not have more.
    static void pack(int[] values, int from, int count, int width, Bytes out) {
        if (width == 0) {
            return;
        }
        out.reserve(bytes(count, width) + 2 * SLACK_BYTES);
        if (width <= 16) {
            int eights = count & ~7;
            packEights(values, from, eights, width, out);
            packAny(values, from + eights, count - eights, width, out);
        } else {
            packAny(values, from, count, width, out);
        }
    }

    /// Eight numbers at a time are a whole number of bytes, at most 16.
    private static void packEights(int[] values, int from, int count, int width, Bytes out) {
        byte[] array = out.array;
        int at = out.size;
        int half = 4 * width;
        for (int i = from; i < from + count; i += 8) {
            long low = values[i]
                    | (long) values[i + 1] << width
                    | (long) values[i + 2] << (2 * width)
                    | (long) values[i + 3] << (3 * width);
            long high = values[i + 4]
                    | (long) values[i + 5] << width
                    | (long) values[i + 6] << (2 * width)
                    | (long) values[i + 7] << (3 * width);
            if (half == 64) {
                Bytes.LONG.set(array, at, low);
                Bytes.LONG.set(array, at + 8, high);
            } else {
                Bytes.LONG.set(array, at, low | high << half);
                Bytes.LONG.set(array, at + 8, high >>> (64 - half));
            }
            at += width;
        }
        out.size = at;
    }

    /// Two numbers make one of at most 64 bits, which halves the steps.
    private static void packAny(int[] values, int from, int count, int width, Bytes out) {
        byte[] array = out.array;
        long mask = mask(width);
        int at = out.size;
        long word = 0;
        int bits = 0;
        int pairsEnd = from + (count & ~1);
        for (int i = from; i < pairsEnd; i += 2) {
            long pair = (values[i] & mask) | (values[i + 1] & mask) << width;
            word |= pair << bits;
            bits += 2 * width;
            if (bits >= 64) {
                Bytes.LONG.set(array, at, word);
                at += 8;
                bits -= 64;
                word = bits == 0 ? 0 : pair >>> (2 * width - bits);
            }
        }
        if (pairsEnd < from + count) {
            long last = values[pairsEnd] & mask;
            word |= last << bits;
            if (bits + width > 64) {
                Bytes.LONG.set(array, at, word);
                at += 8;
                word = last >>> (64 - bits);
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
