package io.datacook.connectors.parquet;

import java.util.Arrays;

/// Gives each distinct byte string an index, in order of first sight: the dictionary of a text or binary column.
///
/// Open addressing over primitive arrays. Two words hold a value of up to fifteen bytes with its length, which most
/// have; longer ones are compared byte by byte where the words agree. Values are looked up a block at a time, in steps
/// that each do one kind of load for all of them: such loads overlap, where one value after the other would wait for
/// memory again and again once the table is larger than a processor's own caches. **Threading:** one thread at a time.
final class BytesIndex implements Dictionary {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int BLOCK_VALUES = 256;

    /// Up to here two words hold all of a value, with a byte left for its length.
    private static final int WORDS_BYTES = 15;

    /// A slot holds an index, plus one, and above it what bits of the hash did not choose the slot.
    private static final int INDEX_BITS = 20;

    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private final int bytesEach;
    private final DictionaryRoom.Share room;
    private final Bytes data = new Bytes(1024);
    private int[] ends = new int[256];
    private int[] hashes = new int[256];
    private long[] words = new long[512];
    private int[] slots = new int[1024];
    private int size;

    private final long[] heads = new long[BLOCK_VALUES];
    private final long[] tails = new long[BLOCK_VALUES];
    private final int[] blockHashes = new int[BLOCK_VALUES];
    private final int[] candidates = new int[BLOCK_VALUES];
    private final long[] distances = new long[BLOCK_VALUES];

    /// @param bytesOwn bytes that this index may hold in any case, lengths included
    /// @param bytesEach of the length that stands before each value
    /// @param room lends more
    BytesIndex(int bytesOwn, int bytesEach, DictionaryRoom room) {
        this.bytesEach = bytesEach;
        this.room = room.share(bytesOwn);
    }

    @Override
    public int size() {
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
        for (int first = 0; first < count; first += BLOCK_VALUES) {
            int length = Math.min(BLOCK_VALUES, count - first);
            hash(from, valueEnds, first, length);
            guess(length);
            if (!resolve(from, valueEnds, first, length, into)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void truncate(int toSize) {
        size = toSize;
        data.size = toSize == 0 ? 0 : ends[toSize - 1];
        if (toSize == 0) {
            Arrays.fill(slots, 0);
            room.giveBack();
        } else {
            rehash(slots.length);
        }
    }

    private void hash(byte[] from, int[] valueEnds, int first, int length) {
        int start = first == 0 ? 0 : valueEnds[first - 1];
        for (int i = 0; i < length; i++) {
            int end = valueEnds[first + i];
            int bytes = end - start;
            long head = Bytes.longAt(from, start);
            long tail = bytes;
            if (bytes < 8) {
                head = bytes == 0 ? 0 : head << (64 - 8 * bytes);
            } else if (bytes > 8) {
                // the lowest byte is the length: without it a byte of a long value could pass for one
                int shift = 8 * Math.max(1, 16 - bytes);
                tail = Bytes.longAt(from, start + 8) << shift | Math.min(bytes, WORDS_BYTES + 1);
            }
            long hash = ((head ^ (head >>> 32)) * MIX) + tail;
            hash = (hash ^ (hash >>> 32)) * MIX;
            for (int at = start + WORDS_BYTES; at < end; at += 8) {
                hash = ((hash ^ (hash >>> 32)) + Bytes.longAt(from, Math.min(at, end - 8))) * MIX;
            }
            heads[i] = head;
            tails[i] = tail;
            blockHashes[i] = (int) ((hash ^ (hash >>> 32)) >>> 16);
            start = end;
        }
    }

    /// Looks into the first slot of each value, and how far it is from what lies there; without branches, which
    /// processors would guess wrong and loads would wait for.
    private void guess(int length) {
        int[] table = slots;
        long[] known = words;
        int mask = table.length - 1;
        for (int i = 0; i < length; i++) {
            candidates[i] = (table[blockHashes[i] & mask] & INDEX_MASK) - 1;
        }
        for (int i = 0; i < length; i++) {
            int index = candidates[i];
            int any = index & ~(index >> 31);
            distances[i] = (known[2 * any] ^ heads[i]) | (known[2 * any + 1] ^ tails[i]) | (index >> 31);
        }
    }

    private boolean resolve(byte[] from, int[] valueEnds, int first, int length, int[] into) {
        int start = first == 0 ? 0 : valueEnds[first - 1];
        for (int i = 0; i < length; i++) {
            int end = valueEnds[first + i];
            int found = candidates[i];
            if (distances[i] != 0 || end - start > WORDS_BYTES) {
                found = find(i, from, start, end);
                if (found < 0) {
                    long needed = (long) data.size + end - start + (long) (size + 1) * bytesEach;
                    if (size == INDEX_MASK || !room.fits(needed)) {
                        return false;
                    }
                    found = add(i, from, start, end, ~found);
                }
            }
            into[first + i] = found;
            start = end;
        }
        return true;
    }

    /// The index of a value, or the complement of the slot where it belongs.
    private int find(int inBlock, byte[] from, int start, int end) {
        int mask = slots.length - 1;
        int hash = blockHashes[inBlock];
        int at = hash & mask;
        for (int slot = slots[at]; slot != 0; slot = slots[at]) {
            int index = (slot & INDEX_MASK) - 1;
            if ((slot ^ hash) >>> INDEX_BITS == 0 && isAt(index, inBlock, from, start, end)) {
                return index;
            }
            at = (at + 1) & mask;
        }
        return ~at;
    }

    private boolean isAt(int index, int inBlock, byte[] from, int start, int end) {
        if (words[2 * index] != heads[inBlock] || words[2 * index + 1] != tails[inBlock]) {
            return false;
        }
        return end - start <= WORDS_BYTES || Arrays.equals(data.array, start(index), ends[index], from, start, end);
    }

    private int add(int inBlock, byte[] from, int start, int end, int slot) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            words = Arrays.copyOf(words, size * 4);
        }
        data.write(from, start, end - start);
        ends[size] = data.size;
        hashes[size] = blockHashes[inBlock];
        words[2 * size] = heads[inBlock];
        words[2 * size + 1] = tails[inBlock];
        slots[slot] = slot(hashes[size], size);
        size++;
        if (size * 2 > slots.length) {
            rehash(slots.length * 2);
        }
        return size - 1;
    }

    private void rehash(int capacity) {
        slots = new int[capacity];
        int mask = capacity - 1;
        for (int i = 0; i < size; i++) {
            int at = hashes[i] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = slot(hashes[i], i);
        }
    }

    private static int slot(int hash, int index) {
        return (hash & ~INDEX_MASK) | (index + 1);
    }
}
