package io.datacook.connectors.parquet;

import java.util.Arrays;

/// Gives each distinct number an index, in order of first sight: the dictionary of a number column.
///
/// Open addressing over primitive arrays, a block of numbers at a time as in [BytesIndex]. **Threading:** one thread at
/// a time.
final class LongIndex implements Dictionary {
    private static final int BLOCK_VALUES = 256;

    private final int bytesEach;
    private final DictionaryRoom.Share room;
    private long[] values = new long[256];
    private int[] slots = new int[1024];
    private int size;

    /// @param bytesOwn bytes that this index may hold in any case
    /// @param bytesEach of a number in the file
    /// @param room lends more
    LongIndex(int bytesOwn, int bytesEach, DictionaryRoom room) {
        this.bytesEach = bytesEach;
        this.room = room.share(bytesOwn);
    }

    @Override
    public int size() {
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
        for (int first = 0; first < count; first += BLOCK_VALUES) {
            int end = Math.min(count, first + BLOCK_VALUES);
            guess(from, first, end, into);
            for (int i = first; i < end; i++) {
                int found = into[i];
                if (found < 0 || values[found] != from[i]) {
                    found = find(from[i]);
                    if (found < 0) {
                        if (!room.fits((size + 1L) * bytesEach)) {
                            return false;
                        }
                        found = add(from[i], ~found);
                    }
                    into[i] = found;
                }
            }
        }
        return true;
    }

    /// What lies in the first slot of each number: loads that do not wait for one another, as the ones of [#find] do.
    private void guess(long[] from, int first, int end, int[] into) {
        int[] table = slots;
        int mask = table.length - 1;
        for (int i = first; i < end; i++) {
            into[i] = table[hash(from[i]) & mask] - 1;
        }
    }

    /// The index of a number, or the complement of the slot where it belongs.
    private int find(long value) {
        int mask = slots.length - 1;
        int slot = hash(value) & mask;
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            if (values[found - 1] == value) {
                return found - 1;
            }
            slot = (slot + 1) & mask;
        }
        return ~slot;
    }

    @Override
    public void truncate(int toSize) {
        size = toSize;
        if (toSize == 0) {
            Arrays.fill(slots, 0);
            room.giveBack();
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
        if (size * 2 > slots.length) {
            rehash(slots.length * 2);
        }
        return size - 1;
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
