package io.datacook.connectors.parquet;

import io.datacook.connectors.files.StagedOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/// The pages of one column chunk, one behind the other, until the row group goes to the file.
///
/// They lie outside of the heap, in segments of one size, which all columns of a file share and use again for the next
/// row group. In the heap they would be most of what lives there, and garbage of megabytes whenever a row group ends.
/// **Threading:** one thread at a time.
final class PageStore {
    private final Segments free;
    private final List<ArrowBuf> segments = new ArrayList<>();
    private int tail;
    private long size;

    PageStore(Segments free) {
        this.free = free;
        this.tail = free.bytes;
    }

    /// Bytes held.
    long size() {
        return size;
    }

    /// Adds the bytes behind those before.
    void add(Bytes from) {
        int done = 0;
        while (done < from.size) {
            if (tail == free.bytes) {
                segments.add(free.take());
                tail = 0;
            }
            int length = Math.min(from.size - done, free.bytes - tail);
            segments.getLast().setBytes(tail, from.array, done, length);
            tail += length;
            done += length;
        }
        size += from.size;
    }

    /// Writes everything and forgets it.
    void moveTo(StagedOutput out) {
        long left = size;
        for (ArrowBuf segment : segments) {
            int length = (int) Math.min(left, free.bytes);
            out.write(segment.nioBuffer(0, length));
            left -= length;
            free.give(segment);
        }
        segments.clear();
        tail = free.bytes;
        size = 0;
    }

    /// The segments of one file: never more than its largest row group takes.
    ///
    /// **Closing:** frees all of them, those that a column still holds included.
    static final class Segments implements AutoCloseable {
        /// Small enough that a table's columns, each with a segment half full, waste a quarter of a row group at most.
        private static final int BYTES_MAX = 64 << 10;

        private static final int BYTES_MIN = 4 << 10;
        private static final int WASTED_SHARE = 4;

        private final BufferAllocator allocator;
        private final int bytes;
        private final List<ArrowBuf> all = new ArrayList<>();
        private final Deque<ArrowBuf> unused = new ArrayDeque<>();

        /// @param groupBytes of a row group
        Segments(BufferAllocator allocator, long groupBytes, int columns) {
            this.allocator = allocator;
            long share = Math.clamp(groupBytes / WASTED_SHARE / Math.max(1, columns), BYTES_MIN, BYTES_MAX);
            this.bytes = Math.toIntExact(Long.highestOneBit(share));
        }

        private ArrowBuf take() {
            ArrowBuf segment = unused.poll();
            if (segment == null) {
                segment = allocator.buffer(bytes);
                all.add(segment);
            }
            return segment;
        }

        private void give(ArrowBuf segment) {
            unused.push(segment);
        }

        @Override
        public void close() {
            all.forEach(ArrowBuf::close);
            all.clear();
            unused.clear();
        }
    }
}
