package io.datacook.connectors.parquet;

/// DELTA_BINARY_PACKED: whole numbers as differences, in blocks of 128 with four widths each.
///
/// Differences wrap around, so every 64-bit number is kept. Stateless kernels.
final class DeltaPacked {
    private static final int BLOCK_VALUES = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;

    private DeltaPacked() {}

    /// Appends numbers.
    ///
    /// @param narrow whether they are 32-bit numbers, whose differences wrap around at 32 bits
    static void encode(long[] values, int from, int count, Width narrow, Bytes out) {
        out.putVarint(BLOCK_VALUES);
        out.putVarint(MINIBLOCKS);
        out.putVarint(count);
        if (count == 0) {
            out.putZigzag(0);
            return;
        }
        out.putZigzag(values[from]);
        long[] deltas = new long[BLOCK_VALUES];
        for (int at = from + 1; at < from + count; at += BLOCK_VALUES) {
            block(values, at, Math.min(BLOCK_VALUES, from + count - at), narrow, deltas, out);
        }
    }

    private static void block(long[] values, int at, int count, Width narrow, long[] deltas, Bytes out) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long delta = values[at + i] - values[at + i - 1];
            delta = narrow == Width.INT32 ? (int) delta : delta;
            deltas[i] = delta;
            least = Math.min(least, delta);
        }
        out.putZigzag(least);
        out.reserve(MINIBLOCKS);
        int widthsAt = out.size;
        out.size += MINIBLOCKS;
        long wrap = narrow == Width.INT32 ? 0xffffffffL : -1L;
        for (int mini = 0; mini < MINIBLOCKS; mini++) {
            int start = mini * MINIBLOCK_VALUES;
            if (start >= count) {
                out.array[widthsAt + mini] = 0;
                continue;
            }
            long bits = 0;
            for (int i = start; i < start + MINIBLOCK_VALUES; i++) {
                deltas[i] = i < count ? (deltas[i] - least) & wrap : 0;
                bits |= deltas[i];
            }
            int width = BitPacking.width(bits);
            out.array[widthsAt + mini] = (byte) width;
            BitPacking.pack(deltas, start, MINIBLOCK_VALUES, width, out);
        }
    }

    /// Decodes numbers; the array must have [BitPacking#SLACK_BYTES] behind its content.
    ///
    /// @param into at least `count` long
    /// @return the offset behind what was read
    static int decode(byte[] from, int start, int end, long[] into, int count) {
        VarintReader in = new VarintReader(from, start, end);
        int blockValues = in.count();
        int miniblocks = in.count();
        int total = in.count();
        long value = in.zigzag();
        if (total < count || miniblocks == 0 || blockValues % miniblocks != 0) {
            throw new CorruptPage("%d delta values where %d are due".formatted(total, count));
        }
        if (total == 0) {
            return in.at();
        }
        int perMini = blockValues / miniblocks;
        long[] deltas = new long[perMini];
        into[0] = value;
        int done = 1;
        while (done < total) {
            long least = in.zigzag();
            int widths = in.skip(miniblocks);
            for (int mini = 0; mini < miniblocks && done < total; mini++) {
                int width = from[widths + mini];
                if (width < 0 || width > 64) {
                    throw new CorruptPage("a delta of " + width + " bits");
                }
                int at = in.skipUpTo(BitPacking.bytes(perMini, width));
                BitPacking.unpack(from, at, width, deltas, 0, perMini);
                int use = Math.min(perMini, total - done);
                for (int i = 0; i < use; i++) {
                    value += deltas[i] + least;
                    if (done + i < count) {
                        into[done + i] = value;
                    }
                }
                done += use;
            }
        }
        return in.at();
    }

    /// How wide the numbers of a column are.
    enum Width {
        /// 4 bytes.
        INT32,
        /// 8 bytes.
        INT64
    }
}
