package io.datacook.connectors.parquet;

import io.datacook.connectors.files.StagedOutput;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Encodes one leaf column: gathers levels and values of a page, ends pages, ends chunks.
///
/// What values look like is the subclasses' part. **Threading:** one thread at a time.
abstract class LeafColumn {
    /// Rows looked at in one go where the size of a row is not known beforehand.
    static final int STRETCH_ROWS = 1024;

    final Leaf leaf;
    final WriteSettings settings;
    final PageSink sink;
    final Scratch scratch;
    final @Nullable BloomFilter bloom;
    private final Shredder shredder;
    private int[] definition = {};
    private int[] repetition = {};
    private int entries;
    private int rows;
    private int nulls;
    private boolean pagePresent = true;

    LeafColumn(Leaf leaf, WriteSettings settings, Scratch scratch) {
        this.leaf = leaf;
        this.settings = settings;
        this.sink = new PageSink(leaf, scratch);
        this.scratch = scratch;
        this.bloom = settings.bloomColumns().contains(leaf.dotted()) ? new BloomFilter() : null;
        this.shredder = new Shredder(leaf);
    }

    /// Adds all rows of a batch.
    final void write(VectorSchemaRoot batch) {
        FieldVector column = batch.getVector(leaf.column());
        FieldVector values = shredder.leafOf(column);
        int count = batch.getRowCount();
        for (int at = 0; at < count; ) {
            int wanted = Math.min(count - at, Math.max(1, settings.pageRows() - entries));
            int stretch = leaf.isFlat()
                    ? rowsThatFit(values, at, wanted, settings.pageBytes() - valueBytesHeld())
                    : Math.min(wanted, STRETCH_ROWS);
            shredder.shred(column, at, stretch, scratch.levels);
            gather(values, scratch.levels);
            keepLevels(stretch);
            at += stretch;
            if (entries >= settings.pageRows() || valueBytesHeld() >= settings.pageBytes()) {
                endPage();
            }
        }
    }

    /// Compressed bytes of ended pages, and bytes of the open one.
    final long bytesHeld() {
        return sink.bytes() + valueBytesHeld();
    }

    /// Ends the chunk and writes it.
    final PageSink.Chunk endChunk(StagedOutput out) {
        endPage();
        endDictionary();
        return sink.write(out);
    }

    /// How many rows of a flat column fit into a page.
    ///
    /// @param rows that are wanted, at least 1
    /// @param bytes that are left
    /// @return at least 1
    abstract int rowsThatFit(FieldVector vector, int from, int rows, int bytes);

    /// Copies the values that are there out of the vector.
    abstract void gather(FieldVector vector, Levels of);

    /// Encodes the values of the page.
    ///
    /// @param out takes the values, unless [#encoded] gives them elsewhere
    abstract Encoding encode(Bytes out);

    /// Adds the page's values to the chunk's bloom filter.
    abstract void remember(BloomFilter filter);

    /// The values that [#encode] made.
    Bytes encoded(Bytes out) {
        return out;
    }

    /// The range of the page's values; called after [#encode].
    abstract ValueRange range();

    /// Forgets the values of the page.
    abstract void clearPage();

    /// Bytes of the page's values before encoding.
    abstract int valueBytesHeld();

    /// Hands the dictionary, if pages use one, to the sink, and gets ready for the next chunk.
    abstract void endDictionary();

    private void keepLevels(int stretchRows) {
        Levels levels = scratch.levels;
        rows += stretchRows;
        nulls += levels.entries - levels.present;
        int needed = entries + levels.entries;
        if (leaf.definitionMax() > 0 && !(pagePresent && levels.allPresent)) {
            definition = grown(definition, needed);
            if (pagePresent) {
                Arrays.fill(definition, 0, entries, leaf.definitionMax());
                pagePresent = false;
            }
            if (levels.allPresent) {
                Arrays.fill(definition, entries, needed, leaf.definitionMax());
            } else {
                System.arraycopy(levels.definition, 0, definition, entries, levels.entries);
            }
        }
        if (leaf.repetitionMax() > 0) {
            repetition = grown(repetition, needed);
            System.arraycopy(levels.repetition, 0, repetition, entries, levels.entries);
        }
        entries = needed;
    }

    private void endPage() {
        if (entries == 0) {
            return;
        }
        Bytes repetitionBytes = scratch.repetition;
        Bytes definitionBytes = scratch.definition;
        Bytes valueBytes = scratch.values;
        repetitionBytes.clear();
        definitionBytes.clear();
        valueBytes.clear();
        if (leaf.repetitionMax() > 0) {
            RunLength.encode(repetition, entries, BitPacking.width(leaf.repetitionMax()), repetitionBytes);
        }
        if (leaf.definitionMax() > 0) {
            int width = BitPacking.width(leaf.definitionMax());
            if (pagePresent) {
                RunLength.run(leaf.definitionMax(), entries, width, definitionBytes);
            } else {
                RunLength.encode(definition, entries, width, definitionBytes);
            }
        }
        if (bloom != null) {
            remember(bloom);
        }
        Encoding encoding = encode(valueBytes);
        sink.add(new PageSink.Page(
                encoding, entries, rows, nulls, repetitionBytes, definitionBytes, encoded(valueBytes), range()));
        clearPage();
        valueBytes.clear();
        scratch.compressed.clear();
        entries = 0;
        rows = 0;
        nulls = 0;
        pagePresent = true;
    }

    private static int[] grown(int[] array, int needed) {
        return array.length >= needed ? array : Arrays.copyOf(array, Math.max(needed, array.length * 2));
    }
}
