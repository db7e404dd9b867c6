package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.StagedOutput;
import java.io.IOException;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/// Remembers which values a column chunk has, so that readers who look for another one skip it.
///
/// Parquet's split blocks over XXH64. Begins with [#BYTES_MAX] and is folded in halves as long as fewer than one
/// look-up in a hundred would be wrong, so the number of distinct values need not be known.
final class BloomFilter {
    /// Held in memory for each column that has a filter.
    static final int BYTES_MAX = 1 << 20;

    private static final int BLOCK_INTS = 8;
    private static final int BYTES_MIN = 32;
    private static final double WRONG_MAX = 0.01;
    private static final XXHash64 HASH = XXHashFactory.safeInstance().hash64();
    private static final int[] SALT = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private final int[] bits = new int[BYTES_MAX / 4];
    private final byte[] plain = new byte[8];

    /// Adds numbers as a page has them: 4 or 8 bytes each.
    void add(long[] values, int count, int width) {
        for (int i = 0; i < count; i++) {
            Bytes.LONG.set(plain, 0, values[i]);
            add(HASH.hash(plain, 0, width, 0));
        }
    }

    /// Adds byte strings.
    void add(byte[] data, int[] ends, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            add(HASH.hash(data, start, ends[i] - start, 0));
            start = ends[i];
        }
    }

    /// Writes the filter behind a row group, notes it in the chunk's footer, and begins anew.
    void write(StagedOutput out, ColumnMetaData meta) {
        int blocks = fold();
        long start = out.bytes();
        Bytes bytes = new Bytes(blocks * BLOCK_INTS * 4);
        for (int i = 0; i < blocks * BLOCK_INTS; i++) {
            bytes.putInt(bits[i]);
        }
        BloomFilterHeader header = new BloomFilterHeader(
                bytes.size,
                BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
                BloomFilterHash.XXHASH(new XxHash()),
                BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
        try {
            Util.writeBloomFilterHeader(header, out);
        } catch (IOException failure) {
            throw new DatacookException(ErrorCode.INTERNAL, "a bloom filter could not be written", failure);
        }
        out.write(bytes.array, 0, bytes.size);
        meta.setBloom_filter_offset(start);
        meta.setBloom_filter_length((int) (out.bytes() - start));
        java.util.Arrays.fill(bits, 0);
    }

    private void add(long hash) {
        int blocks = bits.length / BLOCK_INTS;
        int block = (int) (((hash >>> 32) * blocks) >>> 32) * BLOCK_INTS;
        int key = (int) hash;
        for (int i = 0; i < BLOCK_INTS; i++) {
            bits[block + i] |= 1 << ((key * SALT[i]) >>> 27);
        }
    }

    /// Folds neighbouring blocks together while that stays exact enough.
    ///
    /// @return how many blocks are left, at the beginning of the bits
    private int fold() {
        int blocks = bits.length / BLOCK_INTS;
        while (blocks * BLOCK_INTS * 4 > BYTES_MIN && wrongIfFolded(blocks) < WRONG_MAX) {
            blocks /= 2;
            for (int block = 0; block < blocks; block++) {
                for (int i = 0; i < BLOCK_INTS; i++) {
                    bits[block * BLOCK_INTS + i] =
                            bits[2 * block * BLOCK_INTS + i] | bits[(2 * block + 1) * BLOCK_INTS + i];
                }
            }
        }
        return blocks;
    }

    /// The share of look-ups that would find a value that is not there.
    private double wrongIfFolded(int blocks) {
        double wrong = 0;
        for (int block = 0; block < blocks; block += 2) {
            double all = 1;
            for (int i = 0; i < BLOCK_INTS; i++) {
                all *= Integer.bitCount(bits[block * BLOCK_INTS + i] | bits[(block + 1) * BLOCK_INTS + i]) / 32.0;
            }
            wrong += all;
        }
        return wrong / (blocks / 2.0);
    }
}
