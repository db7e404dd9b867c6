package io.datacook.connectors.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight ASCII characters at a time, in one `long` whose lowest byte is the first character.
///
/// Stateless; safe for all threads. Callers keep [#PADDING] readable bytes behind the text.
public final class Digits {
    /// Bytes that may be read behind a text.
    public static final int PADDING = 64;

    /// The largest text [#parse16] takes.
    public static final int RUN_MAX = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long LOW_SEVEN = 0x7f7f7f7f7f7f7f7fL;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Digits() {}

    /// Eight bytes, the first one lowest.
    public static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /// Writes eight bytes, the lowest one first.
    public static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /// Writes four bytes, the lowest one first.
    public static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    /// A character eight times.
    public static long repeat(byte character) {
        return (character & 0xffL) * 0x0101010101010101L;
    }

    /// The highest bit of each byte that is zero in `word`, exactly: no false hits behind a true one.
    public static long zeroBytes(long word) {
        return alike(word, unlike(lowSeven(word), 0));
    }

    /// The low seven bits of each byte, for [#unlike].
    public static long lowSeven(long word) {
        return word & LOW_SEVEN;
    }

    /// The highest bit of each byte that is not an ASCII character, told from the low seven bits alone: where several
    /// characters are looked for, what all of them are unlike is combined by `&` before [#alike] looks at the rest.
    ///
    /// @param low of [#lowSeven]
    /// @param characters the character eight times, as [#repeat] gives it
    public static long unlike(long low, long characters) {
        // no sum reaches beyond its byte
        return (low ^ characters) + LOW_SEVEN;
    }

    /// The highest bit of each byte of a word that is one of the characters which `unlike` was made for.
    public static long alike(long word, long unlike) {
        return ~(unlike | word | LOW_SEVEN);
    }

    /// 10 to the power of 0 to 18.
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /// Whether all eight bytes are digits.
    public static boolean areDigits(long word) {
        return ((word & 0xf0f0f0f0f0f0f0f0L) | (((word + 0x0606060606060606L) & 0xf0f0f0f0f0f0f0f0L) >>> 4))
                == 0x3333333333333333L;
    }

    /// The number of eight digits.
    public static int parse8(long word) {
        long pairs = word - ZEROS;
        pairs = pairs * 10 + (pairs >>> 8);
        long low = (pairs & 0x000000ff000000ffL) * 0x000f424000000064L;
        long high = ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L;
        return (int) ((low + high) >>> 32);
    }

    /// The first `length` characters of a word with zeros in front; `length` is 1 to 8.
    public static long alignRight(long word, int length) {
        int shift = (8 - length) << 3;
        return (word << shift) | (ZEROS & ~(-1L << shift));
    }

    /// The first `length` characters of a word with zeros behind; `length` is 0 to 7.
    public static long alignLeft(long word, int length) {
        long kept = ~(-1L << (length << 3));
        return (word & kept) | (ZEROS & ~kept);
    }

    /// The number of a run of digits.
    ///
    /// @param length 0 to [#RUN_MAX]; 0 gives 0
    /// @return the number, or -1 if a character is no digit
    public static long parse16(byte[] bytes, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (length <= 8) {
            long word = alignRight(word(bytes, at), length);
            return areDigits(word) ? parse8(word) : -1;
        }
        long head = alignRight(word(bytes, at), length - 8);
        long tail = word(bytes, at + length - 8);
        return areDigits(head) && areDigits(tail) ? parse8(head) * 100_000_000L + parse8(tail) : -1;
    }
}
