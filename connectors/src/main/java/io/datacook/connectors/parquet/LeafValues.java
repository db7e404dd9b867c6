package io.datacook.connectors.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Type;

/// Decoded values of a leaf column, without gaps: numbers, or byte strings that end where [#ends] says.
///
/// Arrays grow and stay. **Threading:** one thread at a time.
final class LeafValues {
    final boolean isNumber;
    long[] numbers = {};
    final Bytes data = new Bytes(0);
    int[] ends = {};
    int count;

    LeafValues(Type type) {
        this.isNumber = type != Type.BYTE_ARRAY && type != Type.FIXED_LEN_BYTE_ARRAY;
    }

    void clear() {
        count = 0;
        data.clear();
    }

    int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    void reserve(int more) {
        int needed = count + more;
        if (isNumber && numbers.length < needed) {
            numbers = Arrays.copyOf(numbers, Math.max(needed, numbers.length * 2));
        } else if (!isNumber && ends.length < needed) {
            ends = Arrays.copyOf(ends, Math.max(needed, ends.length * 2));
        }
    }

    /// Adds a byte string.
    void add(byte[] from, int start, int length) {
        data.write(from, start, length);
        ends[count++] = data.size;
    }

    /// Adds a stretch of other values.
    void add(LeafValues from, int first, int length) {
        reserve(length);
        if (isNumber) {
            System.arraycopy(from.numbers, first, numbers, count, length);
            count += length;
            return;
        }
        if (length == 0) {
            return;
        }
        int start = from.start(first);
        int shift = data.size - start;
        data.write(from.data.array, start, from.ends[first + length - 1] - start);
        for (int i = 0; i < length; i++) {
            ends[count++] = from.ends[first + i] + shift;
        }
    }

    /// Adds values of a dictionary.
    void addIndexed(LeafValues dictionary, int[] indexes, int length) {
        reserve(length);
        if (isNumber) {
            for (int i = 0; i < length; i++) {
                numbers[count + i] = dictionary.numbers[checked(indexes[i], dictionary)];
            }
            count += length;
            return;
        }
        int size = 0;
        for (int i = 0; i < length; i++) {
            int index = checked(indexes[i], dictionary);
            size = Math.addExact(size, dictionary.ends[index] - dictionary.start(index));
        }
        data.reserve(Math.addExact(size, Bytes.SLACK));
        for (int i = 0; i < length; i++) {
            int index = indexes[i];
            int start = dictionary.start(index);
            append(dictionary.data.array, start, dictionary.ends[index] - start);
        }
    }

    /// Adds a byte string for which there is room, with [Bytes#SLACK] behind; so has `from`.
    void append(byte[] from, int start, int length) {
        byte[] to = data.array;
        int at = data.size;
        // most texts are short: two words cost less than a call, and what is too much is written over by the next
        if (length <= 2 * Long.BYTES) {
            Bytes.LONG.set(to, at, Bytes.longAt(from, start));
            if (length > Long.BYTES) {
                Bytes.LONG.set(to, at + Long.BYTES, Bytes.longAt(from, start + Long.BYTES));
            }
        } else {
            System.arraycopy(from, start, to, at, length);
        }
        data.size = at + length;
        ends[count++] = data.size;
    }

    private static int checked(int index, LeafValues dictionary) {
        if (index < 0 || index >= dictionary.count) {
            throw new CorruptPage("index %d of a dictionary of %d values".formatted(index, dictionary.count));
        }
        return index;
    }
}
