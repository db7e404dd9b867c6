package io.datacook.connectors.parquet;

/// Parquet's hybrid of runs and bit-packed groups, for levels, dictionary indexes and booleans.
///
/// Stateless kernels. A run of at least [#RUN_MIN] equal numbers is written as one; everything else is packed in
/// groups of 8.
final class RunLength {
    private static final int RUN_MIN = 16;

    private RunLength() {}

    /// Appends numbers of at most 32 bits.
    static void encode(int[] values, int count, int width, Bytes out) {
        int packedFrom = 0;
        int seen = 0;
        for (int at = candidate(values, 0, count); at < count; at = candidate(values, seen, count)) {
            int start = runStart(values, at, seen);
            int end = runEnd(values, at, count);
            // a packed stretch must be a multiple of 8 long: the run gives what is missing
            int fill = (8 - ((start - packedFrom) & 7)) & 7;
            if (end - start - fill >= RUN_MIN) {
                pack(values, packedFrom, start + fill - packedFrom, width, out);
                run(values[start], end - start - fill, width, out);
                packedFrom = end;
            }
            seen = end;
        }
        packTail(values, packedFrom, count - packedFrom, width, out);
    }

    /// Appends one run.
    static void run(int value, int count, int width, Bytes out) {
        if (count == 0) {
            return;
        }
        out.putVarint((long) count << 1);
        for (int bits = 0; bits < width; bits += 8) {
            out.write(value >>> bits);
        }
    }

    /// Decodes numbers; the array must have [BitPacking#SLACK_BYTES] behind its content.
    ///
    /// @return the offset behind what was read
    static int decode(byte[] from, int start, int end, int width, int[] into, int count) {
        int at = start;
        int done = 0;
        int valueBytes = (width + 7) >>> 3;
        while (done < count) {
            if (at >= end) {
                throw new CorruptPage("levels or indexes end after " + done + " of " + count + " values");
            }
            long header = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = from[at++];
                header |= (part & 0x7fL) << shift;
                if (part >= 0) {
                    break;
                }
            }
            if ((header & 1) == 0) {
                int value = 0;
                for (int i = 0; i < valueBytes; i++) {
                    value |= (from[at++] & 0xff) << (8 * i);
                }
                int run = (int) Math.min(header >>> 1, count - done);
                java.util.Arrays.fill(into, done, done + run, value);
                done += run;
                continue;
            }
            long groupBytes = (header >>> 1) * width;
            int run = (int) Math.min((header >>> 1) * 8, count - done);
            if (at + BitPacking.bytes(run, width) > end) {
                throw new CorruptPage("levels or indexes are cut short");
            }
            BitPacking.unpack(from, at, width, into, done, run);
            done += run;
            at = (int) Math.min(end, at + groupBytes);
        }
        return at;
    }

    /// A number that may lie in a run of [#RUN_MIN]: such a run covers two multiples of 8, so only those are looked at.
    private static int candidate(int[] values, int from, int count) {
        int at = (from + 7) & ~7;
        while (at + 8 < count && (values[at] != values[at + 8] || values[at] != values[at + 4])) {
            at += 8;
        }
        return at + 8 < count ? at : count;
    }

    private static int runStart(int[] values, int from, int least) {
        int at = from;
        while (at > least && values[at - 1] == values[from]) {
            at--;
        }
        return at;
    }

    private static int runEnd(int[] values, int from, int count) {
        int value = values[from];
        int at = from + 1;
        while (at < count && values[at] == value) {
            at++;
        }
        return at;
    }

    private static void pack(int[] values, int from, int count, int width, Bytes out) {
        if (count > 0) {
            out.putVarint(((long) (count >>> 3) << 1) | 1);
            BitPacking.pack(values, from, count, width, out);
        }
    }

    private static void packTail(int[] values, int from, int count, int width, Bytes out) {
        if (count == 0) {
            return;
        }
        int groups = (count + 7) >>> 3;
        out.putVarint(((long) groups << 1) | 1);
        int before = out.size;
        BitPacking.pack(values, from, count, width, out);
        int bytes = groups * width;
        out.reserve(bytes);
        for (int i = out.size; i < before + bytes; i++) {
            out.array[i] = 0;
        }
        out.size = before + bytes;
    }
}
