package io.datacook.connectors.parquet;

import java.util.Arrays;

/// Gives each distinct byte string an index, in order of first sight: the dictionary of a text or binary column.
///
/// Open addressing over primitive arrays; a slot holds a value's hash and index, so that other values are passed by
/// without a look at their bytes. Bytes are compared eight at a time. **Threading:** one thread at a time.
final class BytesIndex {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long INDEX_MASK = 0xffffffffL;

    private final int bytesMax;
    private final int bytesEach;
    private final Bytes data = new Bytes(1024);
    private int[] ends = new int[256];
    private int[] hashes = new int[256];
    private long[] slots = new long[1024];
    private int size;

    /// @param bytesMax no more bytes than this, lengths included
    /// @param bytesEach of the length that stands before each value
    BytesIndex(int bytesMax, int bytesEach) {
        this.bytesMax = bytesMax;
        this.bytesEach = bytesEach;
    }

    int size() {
        return size;
    }

    /// All distinct values, one after the other.
    Bytes data() {
        return data;
    }

    /// Where a value starts.
    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /// Where a value ends.
    int end(int index) {
        return ends[index];
    }

    /// Finds the indexes of values, new ones being added.
    ///
    /// @param from has [Bytes#SLACK] behind the last value
    /// @param valueEnds where each value ends in `from`
    /// @return whether there was room for all
    boolean index(byte[] from, int[] valueEnds, int count, int[] into) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = valueEnds[i];
            int hash = hash(from, start, end);
            int found = find(from, start, end, hash);
            if (found < 0) {
                if ((long) data.size + end - start + (long) (size + 1) * bytesEach > bytesMax) {
                    return false;
                }
                found = add(from, start, end, hash, ~found);
            }
            into[i] = found;
            start = end;
        }
        return true;
    }

    /// Forgets the values from an index on.
    void truncate(int toSize) {
        size = toSize;
        data.size = toSize == 0 ? 0 : ends[toSize - 1];
        if (toSize == 0) {
            Arrays.fill(slots, 0);
        } else {
            rehash(slots.length);
        }
    }

    /// The index of a value, or the complement of the slot where it belongs.
    private int find(byte[] from, int start, int end, int hash) {
        int mask = slots.length - 1;
        int at = hash & mask;
        for (long slot = slots[at]; slot != 0; slot = slots[at]) {
            int index = (int) (slot & INDEX_MASK) - 1;
            if ((int) (slot >>> 32) == hash && isAt(index, from, start, end)) {
                return index;
            }
            at = (at + 1) & mask;
        }
        return ~at;
    }

    private boolean isAt(int index, byte[] from, int start, int end) {
        int there = start(index);
        int length = end - start;
        if (ends[index] - there != length) {
            return false;
        }
        byte[] known = data.array;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            if (Bytes.longAt(known, there + at) != Bytes.longAt(from, start + at)) {
                return false;
            }
        }
        int rest = length - at;
        return rest == 0 || (Bytes.longAt(known, there + at) ^ Bytes.longAt(from, start + at)) << (64 - 8 * rest) == 0;
    }

    private int add(byte[] from, int start, int end, int hash, int slot) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        data.write(from, start, end - start);
        ends[size] = data.size;
        hashes[size] = hash;
        slots[slot] = slot(hash, size);
        size++;
        if (size * 2 > slots.length) {
            rehash(slots.length * 2);
        }
        return size - 1;
    }

    private void rehash(int capacity) {
        slots = new long[capacity];
        int mask = capacity - 1;
        for (int i = 0; i < size; i++) {
            int at = hashes[i] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = slot(hashes[i], i);
        }
    }

    private static long slot(int hash, int index) {
        return ((long) hash << 32) | (index + 1L);
    }

    private static int hash(byte[] from, int start, int end) {
        long hash = (end - start) * MIX;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ Bytes.longAt(from, at)) * MIX;
            hash ^= hash >>> 32;
        }
        int rest = end - at;
        if (rest > 0) {
            hash = (hash ^ (Bytes.longAt(from, at) << (64 - 8 * rest))) * MIX;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ (hash >>> 17));
    }
}
