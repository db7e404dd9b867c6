package io.datacook.engine.rows;

import io.datacook.api.ByteSize;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// The keys seen so far, as 128-bit hashes in a table of bounded size, each with a number.
///
/// A key takes 24 bytes and the table is at most three quarters full, and its slots are a power of two, so 64 MiB hold
/// 1.5 million keys. Two different
/// keys are taken for one with odds of n²/2¹²⁹ in all. **Threading:** one thread at a time.
public final class KeySet {
    private static final int BYTES_PER_SLOT = 24;
    private static final int SLOTS_FIRST = 1 << 10;

    /// What [#put] answers for a key that is new.
    public static final long NEW = -1;
    /// What [#put] answers if a key is new and there is no room for it.
    public static final long FULL = -2;

    private final long bytesMax;
    private final KeyHash hash;
    private final KeyBytes bytes = new KeyBytes();
    private long[] table = new long[SLOTS_FIRST * 3];
    private long size;

    /// An empty set.
    ///
    /// @param bytesMax memory the table may take
    /// @param seed keeps hashes of two runs apart
    public KeySet(ByteSize bytesMax, String seed) {
        this.bytesMax = bytesMax.bytes();
        this.hash = new KeyHash(seed);
    }

    /// Looks at the key columns of another batch.
    public void bind(List<FieldVector> columns) {
        bytes.bind(columns);
    }

    /// Adds a row's key with a number.
    ///
    /// @param number at least 0
    /// @return [#NEW], [#FULL], or the number the key already has and keeps
    public long put(int row, long number) {
        return put(row, number, Keep.OLD);
    }

    /// Adds a row's key with a number, which takes the place of one it had.
    ///
    /// @return [#NEW], [#FULL], or the number the key had
    public long exchange(int row, long number) {
        return put(row, number, Keep.LATEST);
    }

    /// How many keys were seen.
    public long size() {
        return size;
    }

    private enum Keep {
        OLD,
        LATEST
    }

    private long put(int row, long number, Keep keep) {
        ByteBuffer key = bytes.of(row);
        hash.hash(key, key.position());
        int slot = slot(hash.low(), hash.high());
        if (table[slot + 2] != 0) {
            long old = table[slot + 2] - 1;
            if (keep == Keep.LATEST) {
                table[slot + 2] = number + 1;
            }
            return old;
        }
        if (size + 1 > table.length / 3 / 4 * 3L) {
            if (table.length * 8L * 2 > bytesMax || table.length > Integer.MAX_VALUE / 4) {
                return FULL;
            }
            grow();
            slot = slot(hash.low(), hash.high());
        }
        table[slot] = hash.low();
        table[slot + 1] = hash.high();
        table[slot + 2] = number + 1;
        size++;
        return NEW;
    }

    /// The place of a hash, or the free one where it goes.
    private int slot(long low, long high) {
        int slots = table.length / 3;
        int index = (int) (low & (slots - 1));
        while (table[index * 3 + 2] != 0 && (table[index * 3] != low || table[index * 3 + 1] != high)) {
            index = (index + 1) & (slots - 1);
        }
        return index * 3;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (int i = 0; i < old.length; i += 3) {
            if (old[i + 2] != 0) {
                int slot = slot(old[i], old[i + 1]);
                System.arraycopy(old, i, table, slot, 3);
            }
        }
    }

    /// The most keys a table of a size holds, for messages.
    public static long keysMax(ByteSize bytesMax) {
        long slots = SLOTS_FIRST;
        while (slots * 2 * BYTES_PER_SLOT <= bytesMax.bytes()) {
            slots *= 2;
        }
        return slots / 4 * 3;
    }
}
