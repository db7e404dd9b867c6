package io.datacook.connectors.parquet;

import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/// Decodes the values of pages, every encoding in use.
///
/// **Threading:** one thread at a time.
final class ValueDecoder {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final int JULIAN_EPOCH_DAY = 2_440_588;

    private final Type type;
    private final int fixedBytes;
    private int[] indexes = {};
    private long[] lengths = {};
    private long[] prefixes = {};

    ValueDecoder(SchemaElement element) {
        this.type = java.util.Objects.requireNonNull(element.getType());
        this.fixedBytes = element.getType_length();
    }

    /// Adds the values of a page.
    ///
    /// @param from has [BitPacking#SLACK_BYTES] behind `end`
    void decode(
            Encoding encoding,
            byte[] from,
            int at,
            int end,
            int count,
            @Nullable LeafValues dictionary,
            LeafValues to) {
        if (count == 0) {
            return;
        }
        to.reserve(count);
        switch (encoding) {
            case PLAIN -> plain(from, at, end, count, to);
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> indexed(from, at, end, count, dictionary, to);
            case RLE -> {
                indexes = grown(indexes, count);
                RunLength.decode(from, at + 4, end, 1, indexes, count);
                for (int i = 0; i < count; i++) {
                    to.numbers[to.count++] = indexes[i];
                }
            }
            case DELTA_BINARY_PACKED -> delta(from, at, end, count, to);
            case DELTA_LENGTH_BYTE_ARRAY -> deltaLength(from, at, end, count, to);
            case DELTA_BYTE_ARRAY -> deltaBytes(from, at, end, count, to);
            case BYTE_STREAM_SPLIT -> streamSplit(from, at, end, count, to);
            case BIT_PACKED -> throw new CorruptPage("values are never BIT_PACKED");
        }
    }

    private void plain(byte[] from, int at, int end, int count, LeafValues to) {
        switch (type) {
            case BOOLEAN -> {
                require(at + BitPacking.bytes(count, 1), end);
                BitPacking.unpack(from, at, 1, to.numbers, to.count, count);
                to.count += count;
            }
            case INT32, FLOAT -> {
                require(at + 4L * count, end);
                for (int i = 0; i < count; i++) {
                    to.numbers[to.count + i] = Bytes.intAt(from, at + 4 * i);
                }
                to.count += count;
            }
            case INT64, DOUBLE -> {
                require(at + 8L * count, end);
                for (int i = 0; i < count; i++) {
                    to.numbers[to.count + i] = Bytes.longAt(from, at + 8 * i);
                }
                to.count += count;
            }
            case INT96 -> {
                require(at + 12L * count, end);
                for (int i = 0; i < count; i++) {
                    to.numbers[to.count++] = int96(from, at + 12 * i);
                }
            }
            case BYTE_ARRAY -> plainBytes(from, at, end, count, to);
            case FIXED_LEN_BYTE_ARRAY -> {
                require(at + (long) fixedBytes * count, end);
                to.data.write(from, at, fixedBytes * count);
                int last = to.data.size - fixedBytes * count;
                for (int i = 1; i <= count; i++) {
                    to.ends[to.count++] = last + i * fixedBytes;
                }
            }
        }
    }

    private static void plainBytes(byte[] from, int start, int end, int count, LeafValues to) {
        int at = start;
        to.data.reserve(Math.addExact(end - start, Bytes.SLACK));
        for (int i = 0; i < count; i++) {
            require(at + 4L, end);
            int length = Bytes.intAt(from, at);
            if (length < 0) {
                throw new CorruptPage("a value of " + length + " bytes");
            }
            require(at + 4L + length, end);
            to.append(from, at + 4, length);
            at += 4 + length;
        }
    }

    private static long int96(byte[] from, int at) {
        long nanos = Bytes.longAt(from, at);
        long days = (long) Bytes.intAt(from, at + 8) - JULIAN_EPOCH_DAY;
        try {
            return Math.addExact(Math.multiplyExact(days, NANOS_PER_DAY), nanos);
        } catch (ArithmeticException far) {
            throw new CorruptPage(
                    "an INT96 timestamp %d days from 1970, which nanoseconds cannot hold".formatted(days));
        }
    }

    private void indexed(byte[] from, int at, int end, int count, @Nullable LeafValues dictionary, LeafValues to) {
        if (dictionary == null) {
            throw new CorruptPage("a page refers to a dictionary that is not there");
        }
        int width = from[at];
        if (width < 0 || width > 32) {
            throw new CorruptPage("indexes of " + width + " bits");
        }
        indexes = grown(indexes, count);
        RunLength.decode(from, at + 1, end, width, indexes, count);
        to.addIndexed(dictionary, indexes, count);
    }

    private void delta(byte[] from, int at, int end, int count, LeafValues to) {
        if (lengths.length < count) {
            lengths = new long[count];
        }
        DeltaPacked.decode(from, at, end, lengths, count);
        boolean narrow = type == Type.INT32;
        for (int i = 0; i < count; i++) {
            to.numbers[to.count++] = narrow ? (int) lengths[i] : lengths[i];
        }
    }

    private void deltaLength(byte[] from, int start, int end, int count, LeafValues to) {
        if (lengths.length < count) {
            lengths = new long[count];
        }
        int at = DeltaPacked.decode(from, start, end, lengths, count);
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += (int) lengths[i];
            if ((int) lengths[i] < 0) {
                throw new CorruptPage("a value of " + lengths[i] + " bytes");
            }
        }
        require(at + total, end);
        int last = to.data.size;
        to.data.write(from, at, (int) total);
        for (int i = 0; i < count; i++) {
            last += (int) lengths[i];
            to.ends[to.count++] = last;
        }
    }

    private void deltaBytes(byte[] from, int start, int end, int count, LeafValues to) {
        if (lengths.length < count) {
            lengths = new long[count];
        }
        if (prefixes.length < count) {
            prefixes = new long[count];
        }
        int suffixesAt = DeltaPacked.decode(from, start, end, prefixes, count);
        int at = DeltaPacked.decode(from, suffixesAt, end, lengths, count);
        int before = to.data.size;
        int beforeLength = 0;
        for (int i = 0; i < count; i++) {
            int prefix = (int) prefixes[i];
            int suffix = (int) lengths[i];
            if (prefix < 0 || prefix > beforeLength || suffix < 0) {
                throw new CorruptPage("a prefix of %d bytes of a value of %d".formatted(prefix, beforeLength));
            }
            require((long) at + suffix, end);
            to.data.reserve(prefix + suffix);
            int valueAt = to.data.size;
            System.arraycopy(to.data.array, before, to.data.array, valueAt, prefix);
            System.arraycopy(from, at, to.data.array, valueAt + prefix, suffix);
            to.data.size += prefix + suffix;
            to.ends[to.count++] = to.data.size;
            before = valueAt;
            beforeLength = prefix + suffix;
            at += suffix;
        }
    }

    private void streamSplit(byte[] from, int at, int end, int count, LeafValues to) {
        int width =
                switch (type) {
                    case INT32, FLOAT -> 4;
                    case INT64, DOUBLE -> 8;
                    case FIXED_LEN_BYTE_ARRAY -> fixedBytes;
                    case BOOLEAN, INT96, BYTE_ARRAY -> throw new CorruptPage(type + " is never BYTE_STREAM_SPLIT");
                };
        require(at + (long) width * count, end);
        if (!to.isNumber) {
            to.data.reserve(width * count);
        }
        for (int i = 0; i < count; i++) {
            if (to.isNumber) {
                long value = 0;
                for (int part = 0; part < width; part++) {
                    value |= (from[at + part * count + i] & 0xffL) << (8 * part);
                }
                to.numbers[to.count++] = width == 4 ? (int) value : value;
            } else {
                for (int part = 0; part < width; part++) {
                    to.data.write(from[at + part * count + i]);
                }
                to.ends[to.count++] = to.data.size;
            }
        }
    }

    private static void require(long needed, int end) {
        if (needed > end) {
            throw new CorruptPage("the page ends before its last value");
        }
    }

    private static int[] grown(int[] array, int needed) {
        return array.length >= needed ? array : new int[needed];
    }
}
