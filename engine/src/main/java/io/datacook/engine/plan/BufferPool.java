package io.datacook.engine.plan;

import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.memory.util.MemoryUtil;

/// Where Arrow's buffers come from: keeps what is given back for the next batch, which wants the same sizes again.
///
/// Without it malloc gives the buffers of each batch back to the system and asks for new pages, which the kernel must
/// clear and map one by one: a tenth of the time of reading a CSV file. Sizes are powers of two, as Arrow asks for
/// them; small and huge ones go to malloc. What is kept and what is lent never exceed `bytesMax` together, and what is
/// kept never exceeds `keptMax`.
///
/// **Threading:** safe for all threads. **Closing:** after the allocator; frees what is kept.
final class BufferPool implements AllocationManager.Factory, AutoCloseable {
    private static final int SMALLEST_BITS = 15;
    private static final int LARGEST_BITS = 23;
    private static final int KEPT_OF_A_SIZE = 64;

    private final long bytesMax;
    private final long keptMax;
    private final long[][] addresses = new long[LARGEST_BITS - SMALLEST_BITS + 1][KEPT_OF_A_SIZE];
    private final int[] counts = new int[addresses.length];
    private long lent;
    private long kept;

    /// @param bytesMax bytes lent and kept at most, unless more are lent
    /// @param keptMax bytes kept at most
    BufferPool(long bytesMax, long keptMax) {
        this.bytesMax = bytesMax;
        this.keptMax = keptMax;
    }

    @Override
    public AllocationManager create(BufferAllocator allocator, long size) {
        return new Lent(allocator, size, take(size));
    }

    @Override
    public ArrowBuf empty() {
        return new ArrowBuf(ReferenceManager.NO_OP, null, 0, 0);
    }

    @Override
    public synchronized void close() {
        shrink(0);
    }

    /// Bytes kept for later.
    synchronized long kept() {
        return kept;
    }

    private synchronized long take(long size) {
        int place = place(size);
        long address;
        if (place >= 0 && counts[place] > 0) {
            kept -= size;
            address = addresses[place][--counts[place]];
        } else {
            shrink(Math.max(0, bytesMax - lent - size));
            address = MemoryUtil.allocateMemory(size);
        }
        // only now: what the system refuses is not lent
        lent += size;
        return address;
    }

    private synchronized void give(long size, long address) {
        lent -= size;
        int place = place(size);
        if (place < 0 || counts[place] == KEPT_OF_A_SIZE || kept + size > keptMax) {
            MemoryUtil.freeMemory(address);
            return;
        }
        addresses[place][counts[place]++] = address;
        kept += size;
    }

    /// Frees the largest ones first.
    private void shrink(long keptAtMost) {
        for (int place = counts.length - 1; place >= 0 && kept > keptAtMost; place--) {
            while (counts[place] > 0 && kept > keptAtMost) {
                MemoryUtil.freeMemory(addresses[place][--counts[place]]);
                kept -= 1L << (place + SMALLEST_BITS);
            }
        }
    }

    private static int place(long size) {
        int bits = Long.numberOfTrailingZeros(size);
        return Long.bitCount(size) == 1 && bits >= SMALLEST_BITS && bits <= LARGEST_BITS ? bits - SMALLEST_BITS : -1;
    }

    /// One piece of memory in Arrow's hands.
    private final class Lent extends AllocationManager {
        private final long size;
        private final long address;

        Lent(BufferAllocator allocator, long size, long address) {
            super(allocator);
            this.size = size;
            this.address = address;
        }

        @Override
        public long getSize() {
            return size;
        }

        @Override
        protected long memoryAddress() {
            return address;
        }

        @Override
        protected void release0() {
            give(size, address);
        }
    }
}
