package io.datacook.connectors.parquet;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/// Encodes whole numbers, floats and truth values.
///
/// A page refers to the chunk's dictionary while that is small and worth it; else whole numbers are written as
/// differences where that is shorter by a third, everything else as it is.
final class NumberColumn extends LeafColumn {
    /// A dictionary with more distinct values than this share of the first page's is given up.
    private static final double DISTINCT_MAX = 0.66;

    /// Where so few of the first values repeat, a whole page would not get below that share either.
    private static final int PROBE_VALUES = 2048;

    private static final double PROBE_DISTINCT_MAX = 0.99;

    /// Chunks that follow one whose dictionary was given up do not try, until every eighth.
    private static final int SKIPPED_CHUNKS = 7;

    private static final double DELTA_WORTH_IT = 0.67;

    private final NumberValues source;
    private final LongIndex dictionary;
    private final DeltaPacked.Width width;
    private long[] values = {};
    private int count;
    private boolean triesDictionary;
    private boolean chunkBegan;
    private Encoding plainOrDelta = Encoding.PLAIN;
    private int skipped;
    private boolean gaveUp;

    NumberColumn(Leaf leaf, WriteSettings settings, Scratch scratch) {
        super(leaf, settings, scratch);
        this.source = new NumberValues(leaf, scratch);
        this.dictionary =
                new LongIndex(settings.dictionaryBytes() / (leaf.type().isInt32() ? 4 : 8));
        this.width = leaf.type().isInt32() ? DeltaPacked.Width.INT32 : DeltaPacked.Width.INT64;
        this.triesDictionary = leaf.type().physical() != Type.BOOLEAN;
    }

    @Override
    void gather(FieldVector vector, Levels of) {
        if (values.length < count + of.present) {
            values = Arrays.copyOf(values, Math.max(count + of.present, values.length * 2));
        }
        if (of.contiguous) {
            source.read(vector, of.first, of.present, values, count);
        } else if (of.present > 0) {
            gatherScattered(vector, of);
        }
        count += of.present;
    }

    @Override
    Encoding encode(Bytes out) {
        if (count == 0) {
            return Encoding.PLAIN;
        }
        if (leaf.type().physical() == Type.BOOLEAN) {
            BitPacking.pack(values, 0, count, 1, out);
            return Encoding.PLAIN;
        }
        if (triesDictionary && encodeIndexes(out)) {
            chunkBegan = true;
            return Encoding.RLE_DICTIONARY;
        }
        boolean floating = leaf.type().order() == LeafType.Order.FLOAT;
        if (!floating && (!chunkBegan || plainOrDelta == Encoding.DELTA_BINARY_PACKED)) {
            DeltaPacked.encode(values, 0, count, width, out);
            plainOrDelta = out.size < plainBytes() * DELTA_WORTH_IT ? Encoding.DELTA_BINARY_PACKED : Encoding.PLAIN;
        }
        chunkBegan = true;
        if (plainOrDelta == Encoding.PLAIN || floating) {
            out.clear();
            plain(values, count, out);
            return Encoding.PLAIN;
        }
        return plainOrDelta;
    }

    @Override
    void remember(BloomFilter filter) {
        filter.add(values, count, leaf.type().isInt32() ? 4 : 8);
    }

    @Override
    ValueRange range() {
        if (count == 0 || leaf.type().order() == LeafType.Order.NONE) {
            return ValueRange.NONE;
        }
        return NumberRange.of(values, count, leaf.type());
    }

    @Override
    void clearPage() {
        count = 0;
    }

    @Override
    int valueBytesHeld() {
        return plainBytes();
    }

    @Override
    void endDictionary() {
        if (dictionary.size() > 0) {
            Bytes page = new Bytes(dictionary.size() * 8);
            plain(dictionary.values(), dictionary.size(), page);
            sink.dictionary(page, dictionary.size());
            dictionary.truncate(0);
        }
        chunkBegan = false;
        skipped = gaveUp ? skipped + 1 : 0;
        if (skipped > SKIPPED_CHUNKS) {
            skipped = 0;
            gaveUp = false;
        }
        triesDictionary = leaf.type().physical() != Type.BOOLEAN && !gaveUp;
    }

    private boolean encodeIndexes(Bytes out) {
        int[] indexes = scratch.indexes(count);
        int before = dictionary.size();
        if (!chunkBegan && count >= 4 * PROBE_VALUES) {
            dictionary.index(values, PROBE_VALUES, indexes);
            if (dictionary.size() - before > PROBE_VALUES * PROBE_DISTINCT_MAX) {
                dictionary.truncate(before);
                triesDictionary = false;
                gaveUp = before == 0;
                return false;
            }
        }
        boolean fits = dictionary.index(values, count, indexes);
        if (!fits || (!chunkBegan && count > 64 && dictionary.size() > count * DISTINCT_MAX)) {
            dictionary.truncate(before);
            triesDictionary = false;
            gaveUp = before == 0;
            chunkBegan = false;
            return false;
        }
        int bits = BitPacking.width(Math.max(0, dictionary.size() - 1));
        out.write(bits);
        RunLength.encode(indexes, count, bits, out);
        return true;
    }

    private void gatherScattered(FieldVector vector, Levels of) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int i = 0; i < of.present; i++) {
            first = Math.min(first, of.index[i]);
            last = Math.max(last, of.index[i]);
        }
        int length = last - first + 1;
        long[] span = scratch.longs(length);
        source.read(vector, first, length, span, 0);
        for (int i = 0; i < of.present; i++) {
            values[count + i] = span[of.index[i] - first];
        }
    }

    private int plainBytes() {
        return leaf.type().isInt32() ? count * 4 : count * 8;
    }

    private void plain(long[] from, int length, Bytes out) {
        if (leaf.type().isInt32()) {
            out.reserve(length * 4);
            for (int i = 0; i < length; i++) {
                Bytes.INT.set(out.array, out.size + 4 * i, (int) from[i]);
            }
            out.size += length * 4;
            return;
        }
        out.reserve(length * 8);
        for (int i = 0; i < length; i++) {
            Bytes.LONG.set(out.array, out.size + 8 * i, from[i]);
        }
        out.size += length * 8;
    }
}
