package io.datacook.connectors.parquet;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.CompressionCodec;

/// What the columns of one file share while one of them works, so that wide tables hold it once.
///
/// **Threading:** one thread at a time. **Closing:** frees the compressor and the memory of pages.
final class Scratch implements AutoCloseable {
    final Levels levels = new Levels();
    final Bytes repetition = new Bytes(256);
    final Bytes definition = new Bytes(256);
    final Bytes values = new Bytes(1024);
    final Bytes compressed = new Bytes(1024);
    final Compressor compressor;
    final CompressionCodec codec;
    final PageStore.Segments segments;
    final DictionaryRoom dictionaries;
    private long[] longs = {};
    private int[] indexes = {};
    private byte[] raw = {};

    Scratch(WriteSettings settings, int columns, BufferAllocator allocator) {
        this.dictionaries = new DictionaryRoom(settings.dictionaryBytesShared());
        this.segments = new PageStore.Segments(allocator, settings.groupBytes(), columns);
        this.compressor = new Compressor(settings.compression(), settings.level());
        this.codec = settings.compression().codec();
    }

    /// Numbers, whatever is in them.
    long[] longs(int needed) {
        if (longs.length < needed) {
            longs = new long[Math.max(needed, longs.length * 2)];
        }
        return longs;
    }

    /// Indexes into a dictionary, whatever is in them.
    int[] indexes(int needed) {
        if (indexes.length < needed) {
            indexes = new int[Math.max(needed, indexes.length * 2)];
        }
        return indexes;
    }

    /// Bytes of a buffer, whatever is in them.
    byte[] raw(int needed) {
        if (raw.length < needed) {
            raw = new byte[Math.max(needed, raw.length * 2)];
        }
        return raw;
    }

    @Override
    public void close() {
        segments.close();
        compressor.close();
    }
}
