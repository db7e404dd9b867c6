package io.datacook.connectors.parquet;

import java.util.Arrays;

/// Gives each distinct number an index, in order of first sight: the dictionary of a number column.
///
/// Open addressing over primitive arrays. **Threading:** one thread at a time.
final class LongIndex {
    private final int sizeMax;
    private long[] values = new long[256];
    private int[] slots = new int[1024];
    private int size;

    /// @param sizeMax no more distinct numbers than this
    LongIndex(int sizeMax) {
        this.sizeMax = sizeMax;
    }

    int size() {
        return size;
    }

    /// The distinct numbers; valid up to [#size].
    long[] values() {
        return values;
    }

    /// Finds the indexes of numbers, new ones being added.
    ///
    /// @return whether there was room for all
    boolean index(long[] from, int count, int[] into) {
        // held in locals, which the loop need not load anew: only adding changes them
        long[] known = values;
        int[] table = slots;
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            long value = from[i];
            int slot = hash(value) & mask;
            int found = table[slot];
            while (found != 0 && known[found - 1] != value) {
                slot = (slot + 1) & mask;
                found = table[slot];
            }
            if (found == 0) {
                if (size == sizeMax) {
                    return false;
                }
                found = add(value, slot);
                known = values;
                table = slots;
                mask = table.length - 1;
            }
            into[i] = found - 1;
        }
        return true;
    }

    /// Forgets the numbers from an index on.
    void truncate(int toSize) {
        size = toSize;
        if (toSize == 0) {
            Arrays.fill(slots, 0);
        } else {
            rehash(slots.length);
        }
    }

    private int add(long value, int slot) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
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
            int slot = hash(values[i]) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
    }

    /// Folds high bits into low ones before and after the multiplication: doubles of few digits differ in their high
    /// bits only, which a multiplication alone carries upwards, out of the bits that choose a slot.
    static int hash(long value) {
        long mixed = (value ^ (value >>> 29)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 50);
    }
}
