package io.datacook.connectors.parquet;

/// Reads variable-length numbers from an array, within bounds.
final class VarintReader {
    private final byte[] from;
    private final int end;
    private int at;

    VarintReader(byte[] from, int start, int end) {
        this.from = from;
        this.at = start;
        this.end = end;
    }

    /// The offset of the next byte.
    int at() {
        return at;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new CorruptPage("a number is cut short");
            }
            byte part = from[at++];
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new CorruptPage("a number of more than 10 bytes");
    }

    /// A number that counts something.
    int count() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new CorruptPage("a count of " + value);
        }
        return (int) value;
    }

    long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /// Steps over bytes.
    ///
    /// @return where they start
    int skip(int bytes) {
        if (bytes > end - at) {
            throw new CorruptPage("the page ends within a block");
        }
        int start = at;
        at += bytes;
        return start;
    }

    /// Steps over bytes of which some writers leave out the last ones.
    int skipUpTo(int bytes) {
        int start = at;
        at = Math.min(end, at + bytes);
        return start;
    }
}
