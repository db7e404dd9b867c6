package io.datacook.engine.receipt;

import java.nio.charset.StandardCharsets;

/// The 64-bit hashes whose sum is the checksum of a column: those of PostgreSQL with seed 0, which never change since
/// tables are partitioned by them. Not for secrets: they find faults, not forgers.
///
/// Bytes are hashed by [Lookup3], as `hash_bytes_extended` does on a little-endian machine; whole numbers as
/// `hashint8extended` does. Stateless; safe for all threads.
final class Hashes {
    private Hashes() {}

    /// A whole number.
    static long of(long value) {
        int low = (int) value;
        int high = (int) (value >>> Integer.SIZE);
        return Lookup3.of(low ^ (value >= 0 ? high : ~high), 0, Integer.BYTES);
    }

    /// Eight bytes, the lowest first.
    static long ofBytes(long word) {
        return Lookup3.of((int) word, (int) (word >>> Integer.SIZE), Long.BYTES);
    }

    /// A floating point number; both zeros are one value, and so are all NaNs.
    static long ofDouble(double value) {
        return value == 0 ? 0 : ofBytes(Double.doubleToLongBits(value));
    }

    /// Bytes of an array.
    static long of(byte[] bytes) {
        return new Lookup3().of(bytes, 0, bytes.length);
    }

    /// The UTF-8 bytes of a text.
    static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
