package io.datacook.connectors.parquet;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/// Encodes whole numbers, floats and truth values.
///
/// A page refers to the chunk's dictionary while that is small and worth it; else whole numbers are written as
/// differences where that is shorter by a third, everything else as it is.
final class NumberColumn extends LeafColumn {
    private static final double DELTA_WORTH_IT = 0.67;

    private final NumberValues source;
    private final LongIndex dictionary;
    private final DeltaPacked.Width width;
    private final DictionaryTrial trial = new DictionaryTrial();
    private long[] values = {};
    private int count;

    /// What pages without dictionary use, once the first of the chunk has shown it.
    private @Nullable Encoding plainOrDelta;

    NumberColumn(Leaf leaf, WriteSettings settings, Scratch scratch) {
        super(leaf, settings, scratch);
        this.source = new NumberValues(leaf, scratch);
        this.dictionary =
                new LongIndex(settings.dictionaryBytes(), leaf.type().isInt32() ? 4 : 8, scratch.dictionaries);
        this.width = leaf.type().isInt32() ? DeltaPacked.Width.INT32 : DeltaPacked.Width.INT64;
    }

    @Override
    int rowsThatFit(FieldVector vector, int from, int rows, int bytes) {
        return rows;
    }

    @Override
    void gather(FieldVector vector, Levels of) {
        if (values.length < count + of.present) {
            values = Arrays.copyOf(values, Math.max(count + of.present, values.length * 2));
        }
        if (of.contiguous) {
            source.read(vector, of.spanFirst, of.present, values, count);
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
        DictionaryTrial.Lookup lookup = (wanted, into) -> dictionary.index(values, wanted, into);
        if (trial.encode(count, dictionary, lookup, scratch.indexes(count), out)) {
            return Encoding.RLE_DICTIONARY;
        }
        if (leaf.type().order() == LeafType.Order.FLOAT) {
            plainOrDelta = Encoding.PLAIN;
        }
        if (plainOrDelta != Encoding.PLAIN) {
            DeltaPacked.encode(values, 0, count, width, out);
            plainOrDelta = out.size < plainBytes() * DELTA_WORTH_IT ? Encoding.DELTA_BINARY_PACKED : Encoding.PLAIN;
        }
        if (plainOrDelta == Encoding.PLAIN) {
            out.clear();
            plain(values, count, out);
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
            Bytes page = scratch.values;
            page.clear();
            plain(dictionary.values(), dictionary.size(), page);
            sink.dictionary(page, dictionary.size());
            dictionary.truncate(0);
        }
        plainOrDelta = null;
        trial.endChunk();
    }

    private void gatherScattered(FieldVector vector, Levels of) {
        long[] span = scratch.longs(of.spanLength);
        source.read(vector, of.spanFirst, of.spanLength, span, 0);
        int[] index = of.index;
        long[] into = values;
        int first = of.spanFirst;
        for (int i = 0; i < of.present; i++) {
            into[count + i] = span[index[i] - first];
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
