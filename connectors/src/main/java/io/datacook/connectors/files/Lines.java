package io.datacook.connectors.files;

/// Counts lines as editors do: LF, CRLF and CR each end one. Stateless; safe for all threads.
public final class Lines {
    private static final long LFS = 0x0a0a0a0a0a0a0a0aL;
    private static final long CRS = 0x0d0d0d0d0d0d0d0dL;

    private Lines() {}

    /// How many lines end in a part of an array that has [Digits#PADDING] readable bytes behind it.
    public static long count(byte[] bytes, int from, int to) {
        long count = 0;
        for (int at = from; at < to; at += 8) {
            long word = Digits.word(bytes, at);
            long lf = Digits.zeroBytes(word ^ LFS);
            long cr = Digits.zeroBytes(word ^ CRS);
            if ((lf | cr) == 0) {
                continue;
            }
            for (int i = at; i < Math.min(to, at + 8); i++) {
                if (bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < to && bytes[i + 1] == '\n'))) {
                    count++;
                }
            }
        }
        return count;
    }
}
