package io.datacook.connectors.parquet;

import io.datacook.connectors.files.StagedOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The pages of one column chunk, one behind the other, until the row group goes to the file.
///
/// They lie in segments of one size, which all columns of a file share and use again for the next row group. Arrays of
/// a page's own size would be garbage of megabytes: the collector clears each of them before and moves or drops it
/// behind, which was a fifth of the time of loads with long texts. **Threading:** one thread at a time.
final class PageStore {
    private final Segments free;
    private final List<byte[]> segments = new ArrayList<>();
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
            System.arraycopy(from.array, done, segments.getLast(), tail, length);
            tail += length;
            done += length;
        }
        size += from.size;
    }

    /// Writes everything and forgets it.
    void moveTo(StagedOutput out) {
        long left = size;
        for (byte[] segment : segments) {
            int length = (int) Math.min(left, free.bytes);
            out.write(segment, 0, length);
            left -= length;
            free.give(segment);
        }
        segments.clear();
        tail = free.bytes;
        size = 0;
    }

    /// Segments that no column uses at the moment: never more than the largest row group so far took.
    static final class Segments {
        /// Small enough that a table's columns, each with a segment half full, waste a quarter of a row group at most.
        private static final int BYTES_MAX = 64 << 10;

        private static final int BYTES_MIN = 4 << 10;
        private static final int WASTED_SHARE = 4;

        private final int bytes;
        private final Deque<byte[]> unused = new ArrayDeque<>();

        /// @param groupBytes of a row group
        Segments(long groupBytes, int columns) {
            this.bytes = (int) Math.clamp(groupBytes / WASTED_SHARE / Math.max(1, columns), BYTES_MIN, BYTES_MAX);
        }

        private byte[] take() {
            byte[] segment = unused.poll();
            return segment == null ? new byte[bytes] : segment;
        }

        private void give(byte[] segment) {
            unused.push(segment);
        }
    }
}
