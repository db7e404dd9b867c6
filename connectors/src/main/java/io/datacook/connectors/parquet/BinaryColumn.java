package io.datacook.connectors.parquet;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/// Encodes texts, binaries, wide decimals and half floats.
///
/// A page refers to the chunk's dictionary while that is small and worth it; else values of one length are written
/// as they are, others as all lengths and then all bytes, which is one copy here and shrinks better.
final class BinaryColumn extends LeafColumn {
    private static final double DISTINCT_MAX = 0.66;

    /// Where so few of the first values repeat, a whole page would not get below that share either.
    private static final int PROBE_VALUES = 2048;

    private static final double PROBE_DISTINCT_MAX = 0.99;
    private static final int SKIPPED_CHUNKS = 7;

    /// More than [ValueRange] keeps, so that it sees that a value was longer.
    private static final int BOUND_BYTES_MAX = 256;

    private final BinaryValues values;
    private final BytesIndex dictionary;
    private final boolean fixed;
    private int[] seenInPage = {};
    private int page;
    private boolean triesDictionary = true;
    private boolean chunkBegan;
    private boolean gaveUp;
    private int skipped;
    private boolean indexed;

    BinaryColumn(Leaf leaf, WriteSettings settings, Scratch scratch) {
        super(leaf, settings, scratch);
        this.values = new BinaryValues(leaf, scratch);
        this.fixed = leaf.type().physical() == Type.FIXED_LEN_BYTE_ARRAY;
        this.dictionary = new BytesIndex(settings.dictionaryBytes(), fixed ? 0 : 4);
    }

    @Override
    void gather(FieldVector vector, Levels of) {
        values.gather(vector, of);
    }

    @Override
    Encoding encode(Bytes out) {
        page++;
        indexed = false;
        if (values.count == 0) {
            return Encoding.PLAIN;
        }
        indexed = triesDictionary && encodeIndexes(out);
        chunkBegan = true;
        if (indexed) {
            return Encoding.RLE_DICTIONARY;
        }
        if (fixed) {
            return Encoding.PLAIN;
        }
        out.clear();
        long[] lengths = scratch.longs(values.count);
        for (int i = 0; i < values.count; i++) {
            lengths[i] = (long) values.ends[i] - values.start(i);
        }
        DeltaPacked.encode(lengths, 0, values.count, DeltaPacked.Width.INT32, out);
        out.write(values.data.array, 0, values.data.size);
        return Encoding.DELTA_LENGTH_BYTE_ARRAY;
    }

    @Override
    Bytes encoded(Bytes out) {
        return indexed || !fixed ? out : values.data;
    }

    @Override
    void remember(BloomFilter filter) {
        filter.add(values.data.array, values.ends, values.count);
    }

    @Override
    ValueRange range() {
        if (values.count == 0 || leaf.type().order() == LeafType.Order.NONE) {
            return ValueRange.NONE;
        }
        return indexed ? rangeOfIndexes() : rangeOfValues();
    }

    @Override
    void clearPage() {
        values.clear();
    }

    @Override
    int valueBytesHeld() {
        return values.data.size + (fixed ? 0 : 4 * values.count);
    }

    @Override
    void endDictionary() {
        if (dictionary.size() > 0) {
            Bytes plain = new Bytes(dictionary.data().size + 4 * dictionary.size());
            for (int i = 0; i < dictionary.size(); i++) {
                int start = dictionary.start(i);
                int length = dictionary.end(i) - start;
                if (!fixed) {
                    plain.putInt(length);
                }
                plain.write(dictionary.data().array, start, length);
            }
            sink.dictionary(plain, dictionary.size());
            dictionary.truncate(0);
        }
        chunkBegan = false;
        skipped = gaveUp ? skipped + 1 : 0;
        if (skipped > SKIPPED_CHUNKS) {
            skipped = 0;
            gaveUp = false;
        }
        triesDictionary = !gaveUp;
    }

    private boolean encodeIndexes(Bytes out) {
        int count = values.count;
        int[] indexes = scratch.indexes(count);
        int before = dictionary.size();
        if (!chunkBegan && count >= 4 * PROBE_VALUES) {
            dictionary.index(values.data.array, values.ends, PROBE_VALUES, indexes);
            if (dictionary.size() - before > PROBE_VALUES * PROBE_DISTINCT_MAX) {
                dictionary.truncate(before);
                triesDictionary = false;
                gaveUp = before == 0;
                return false;
            }
        }
        boolean fits = dictionary.index(values.data.array, values.ends, count, indexes);
        if (!fits || (!chunkBegan && count > 64 && dictionary.size() > count * DISTINCT_MAX)) {
            dictionary.truncate(before);
            triesDictionary = false;
            gaveUp = before == 0;
            return false;
        }
        int bits = BitPacking.width(Math.max(0, dictionary.size() - 1));
        out.write(bits);
        RunLength.encode(indexes, count, bits, out);
        return true;
    }

    /// Looks at each distinct value of the page once.
    private ValueRange rangeOfIndexes() {
        if (seenInPage.length < dictionary.size()) {
            seenInPage = Arrays.copyOf(seenInPage, Math.max(dictionary.size(), seenInPage.length * 2));
        }
        int[] indexes = scratch.indexes(values.count);
        byte[] array = dictionary.data().array;
        int least = indexes[0];
        int greatest = least;
        for (int i = 0; i < values.count; i++) {
            int index = indexes[i];
            if (seenInPage[index] == page) {
                continue;
            }
            seenInPage[index] = page;
            int start = dictionary.start(index);
            int end = dictionary.end(index);
            if (compare(array, start, end, dictionary.start(least), dictionary.end(least)) < 0) {
                least = index;
            }
            if (compare(array, start, end, dictionary.start(greatest), dictionary.end(greatest)) > 0) {
                greatest = index;
            }
        }
        return new ValueRange(
                bound(array, dictionary.start(least), dictionary.end(least)),
                bound(array, dictionary.start(greatest), dictionary.end(greatest)));
    }

    private ValueRange rangeOfValues() {
        byte[] array = values.data.array;
        int least = 0;
        int greatest = 0;
        long leastHead = head(array, 0, values.ends[0]);
        long greatestHead = leastHead;
        int start = values.ends[0];
        for (int i = 1; i < values.count; i++) {
            int end = values.ends[i];
            long head = head(array, start, end);
            if (head <= leastHead
                    && (head < leastHead || compare(array, start, end, values.start(least), values.ends[least]) < 0)) {
                least = i;
                leastHead = head;
            }
            if (head >= greatestHead
                    && (head > greatestHead
                            || compare(array, start, end, values.start(greatest), values.ends[greatest]) > 0)) {
                greatest = i;
                greatestHead = head;
            }
            start = end;
        }
        return new ValueRange(
                bound(array, values.start(least), values.ends[least]),
                bound(array, values.start(greatest), values.ends[greatest]));
    }

    /// What statistics need of a value: they cut long ones anyway, and a range is held for each page of a row group.
    private byte[] bound(byte[] array, int start, int end) {
        return Arrays.copyOfRange(array, start, fixed ? end : Math.min(end, start + BOUND_BYTES_MAX));
    }

    /// The first 8 bytes as a number that orders like the values; equal ones need a closer look.
    private long head(byte[] array, int start, int end) {
        long bytes = Long.reverseBytes(Bytes.longAt(array, start));
        int length = end - start;
        long head = length >= 8 ? bytes : length == 0 ? 0 : bytes & (-1L << (64 - 8 * length));
        return leaf.type().order() == LeafType.Order.SIGNED ? head : head ^ Long.MIN_VALUE;
    }

    private int compare(byte[] array, int start, int end, int otherStart, int otherEnd) {
        if (leaf.type().order() == LeafType.Order.SIGNED && array[start] != array[otherStart]) {
            return array[start] - array[otherStart];
        }
        return Arrays.compareUnsigned(array, start, end, array, otherStart, otherEnd);
    }
}
