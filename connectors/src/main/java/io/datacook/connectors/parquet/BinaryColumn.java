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
    /// More than [ValueRange] keeps, so that it sees that a value was longer.
    private static final int BOUND_BYTES_MAX = 256;

    private final BinaryValues values;
    private final BytesIndex dictionary;
    private final DictionaryTrial trial = new DictionaryTrial();
    private final boolean fixed;
    private int[] seenInPage = {};
    private int page;
    private boolean indexed;

    BinaryColumn(Leaf leaf, WriteSettings settings, Scratch scratch) {
        super(leaf, settings, scratch);
        this.values = new BinaryValues(leaf, scratch);
        this.fixed = leaf.type().physical() == Type.FIXED_LEN_BYTE_ARRAY;
        this.dictionary = new BytesIndex(settings.dictionaryBytes(), fixed ? 0 : 4, scratch.dictionaries);
    }

    @Override
    int rowsThatFit(FieldVector vector, int from, int rows, int bytes) {
        return values.rowsThatFit(vector, from, rows, bytes);
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
        DictionaryTrial.Lookup lookup =
                (wanted, into) -> dictionary.index(values.data.array, values.ends, wanted, into);
        indexed = trial.encode(values.count, dictionary, lookup, scratch.indexes(values.count), out);
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
        // where most values of a page are new to it, the page itself is nearer than the dictionary
        return indexed && dictionary.size() <= values.count / 4 ? rangeOfIndexes() : rangeOfValues();
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
            Bytes plain = scratch.values;
            plain.clear();
            plain.reserve(dictionary.data().size + 4 * dictionary.size());
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
        trial.endChunk();
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

    /// Compares the first sixteen bytes as two numbers; values that share them are compared whole.
    private ValueRange rangeOfValues() {
        byte[] array = values.data.array;
        int[] ends = values.ends;
        int least = 0;
        int greatest = 0;
        long leastHead = head(array, 0, ends[0]);
        long leastNext = next(array, 0, ends[0]);
        long greatestHead = leastHead;
        long greatestNext = leastNext;
        int start = ends[0];
        for (int i = 1; i < values.count; i++) {
            int end = ends[i];
            long head = head(array, start, end);
            if (head <= leastHead || head >= greatestHead) {
                long next = next(array, start, end);
                if (head < leastHead
                        || (head == leastHead
                                && (next < leastNext || (next == leastNext && isLess(start, end, least))))) {
                    least = i;
                    leastHead = head;
                    leastNext = next;
                }
                if (head > greatestHead
                        || (head == greatestHead
                                && (next > greatestNext
                                        || (next == greatestNext && isGreater(start, end, greatest))))) {
                    greatest = i;
                    greatestHead = head;
                    greatestNext = next;
                }
            }
            start = end;
        }
        return new ValueRange(
                bound(array, values.start(least), ends[least]), bound(array, values.start(greatest), ends[greatest]));
    }

    private boolean isLess(int start, int end, int other) {
        return compare(values.data.array, start, end, values.start(other), values.ends[other]) < 0;
    }

    private boolean isGreater(int start, int end, int other) {
        return compare(values.data.array, start, end, values.start(other), values.ends[other]) > 0;
    }

    /// What statistics need of a value: they cut long ones anyway, and a range is held for each page of a row group.
    private byte[] bound(byte[] array, int start, int end) {
        return Arrays.copyOfRange(array, start, fixed ? end : Math.min(end, start + BOUND_BYTES_MAX));
    }

    /// The first 8 bytes as a number that orders like the values; equal ones need a closer look.
    private long head(byte[] array, int start, int end) {
        long head = word(array, start, end);
        return leaf.type().order() == LeafType.Order.SIGNED ? head : head ^ Long.MIN_VALUE;
    }

    /// The next 8 bytes as a number that orders values with the same first 8.
    private static long next(byte[] array, int start, int end) {
        return word(array, start + 8, end) ^ Long.MIN_VALUE;
    }

    /// 8 bytes, highest first, zeros behind the end.
    private static long word(byte[] array, int start, int end) {
        int length = end - start;
        if (length >= 8) {
            return Long.reverseBytes(Bytes.longAt(array, start));
        }
        return length <= 0 ? 0 : Long.reverseBytes(Bytes.longAt(array, start)) & (-1L << (64 - 8 * length));
    }

    /// Compares eight bytes at a time; arrays have [Bytes#SLACK] behind their values.
    private int compare(byte[] array, int start, int end, int otherStart, int otherEnd) {
        if (leaf.type().order() == LeafType.Order.SIGNED && array[start] != array[otherStart]) {
            return array[start] - array[otherStart];
        }
        int common = Math.min(end - start, otherEnd - otherStart);
        for (int at = 0; at < common; at += 8) {
            long word = Long.reverseBytes(Bytes.longAt(array, start + at));
            long other = Long.reverseBytes(Bytes.longAt(array, otherStart + at));
            int beyond = Math.max(0, 8 * (at + 8 - common));
            if (word >>> beyond != other >>> beyond) {
                return Long.compareUnsigned(word >>> beyond, other >>> beyond);
            }
        }
        return (end - start) - (otherEnd - otherStart);
    }
}
