package io.datacook.connectors.parquet;

import java.util.Arrays;

/// Gives each distinct byte string an index, in order of first sight: the dictionary of a text or binary column.
///
/// Open addressing over primitive arrays. **Threading:** one thread at a time.
final class BytesIndex {
    private final int bytesMax;
    private final int bytesEach;
    private final Bytes data = new Bytes(1024);
    private int[] ends = new int[256];
    private int[] hashes = new int[256];
    private int[] slots = new int[1024];
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
    /// @param valueEnds where each value ends in `from`
    /// @return whether there was room for all
    boolean index(byte[] from, int[] valueEnds, int count, int[] into) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = valueEnds[i];
            int hash = hash(from, start, end);
            int mask = slots.length - 1;
            int slot = hash & mask;
            int found = slots[slot];
            while (found != 0 && !isAt(found - 1, hash, from, start, end)) {
                slot = (slot + 1) & mask;
                found = slots[slot];
            }
            if (found == 0) {
                if ((long) data.size + end - start + (long) (size + 1) * bytesEach > bytesMax) {
                    return false;
                }
                found = add(from, start, end, hash, slot);
            }
            into[i] = found - 1;
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

    private boolean isAt(int index, int hash, byte[] from, int start, int end) {
        return hashes[index] == hash && Arrays.equals(data.array, start(index), ends[index], from, start, end);
    }

    private int add(byte[] from, int start, int end, int hash, int slot) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        data.write(from, start, end - start);
        ends[size] = data.size;
        hashes[size++] = hash;
        slots[slot] = size;
        int found = size;
        if (size * 2 > slots.length) {
            rehash(slots.length * 2);
        }
        return found;
    }

    private void rehash(int capacity) {
        slots = new int[capacity];
        int mask = capacity - 1;
        for (int i = 0; i < size; i++) {
            int slot = hashes[i] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
    }

    private static int hash(byte[] from, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ Bytes.longAt(from, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        if (at + 4 <= end) {
            hash = (hash ^ (Bytes.intAt(from, at) & 0xffffffffL)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
            at += 4;
        }
        for (; at < end; at++) {
            hash = (hash ^ (from[at] & 0xff)) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash >>> 32) ^ (int) hash;
    }
}
