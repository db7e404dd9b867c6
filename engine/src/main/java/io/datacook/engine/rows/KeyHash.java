package io.datacook.engine.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// 128-bit SipHash-2-4 of byte texts under a secret key.
///
/// Among n different keys the odds of any two alike are about n²/2¹²⁹: one in 10²⁴ for ten million. The key, taken from
/// the run, keeps anyone from making collisions on purpose. **Threading:** one thread at a time; the last hash stays
/// until the next one.
final class KeyHash {
    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    /// @param seed any text; two runs of different seeds hash differently
    KeyHash(String seed) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
            this.key0 = buffer.getLong();
            this.key1 = buffer.getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /// For the published test vectors.
    KeyHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /// Hashes the bytes from 0 to `length`.
    void hash(ByteBuffer bytes, int length) {
        v0 = 0x736f6d6570736575L ^ key0;
        v1 = 0x646f72616e646f6dL ^ key1 ^ 0xee;
        v2 = 0x6c7967656e657261L ^ key0;
        v3 = 0x7465646279746573L ^ key1;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            block(bytes.getLong(at));
        }
        long last = (long) length << 56;
        for (int i = 0; at + i < length; i++) {
            last |= (bytes.get(at + i) & 0xffL) << (8 * i);
        }
        block(last);
        v2 ^= 0xee;
        rounds(4);
        low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    /// The first half of the last hash.
    long low() {
        return low;
    }

    /// The second half of the last hash.
    long high() {
        return high;
    }

    private void block(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
