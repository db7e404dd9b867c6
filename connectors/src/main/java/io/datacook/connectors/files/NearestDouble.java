package io.datacook.connectors.files;

import java.math.BigInteger;

/// The double nearest to a decimal number of up to 19 digits, by the method of Eisel and Lemire ("Number Parsing at a
/// Gigabyte per Second", 2021): one multiplication of 64 by 128 bits instead of arithmetic without limits.
///
/// Stateless; safe for all threads.
public final class NearestDouble {
    /// Exponents of ten that [#of] takes, both signs.
    public static final int EXPONENT_MAX = 64;

    private static final int MANTISSA_BITS = 52;
    private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
    private static final int BIAS = 1023;
    /// Bits below the ones that matter; if all are set, the product needs its lower half.
    private static final long UNCERTAIN = 0x1ff;

    /// The upper 128 bits of 5 to the power of -64 to 64, two longs each.
    private static final long[] FIVES = new long[2 * (2 * EXPONENT_MAX + 1)];

    static {
        for (int exponent = -EXPONENT_MAX; exponent <= EXPONENT_MAX; exponent++) {
            BigInteger five = upperBits(exponent);
            FIVES[2 * (exponent + EXPONENT_MAX)] = five.shiftRight(64).longValue();
            FIVES[2 * (exponent + EXPONENT_MAX) + 1] = five.longValue();
        }
    }

    private NearestDouble() {}

    /// Powers are truncated, reciprocals rounded up: the proof of the method rests on it.
    private static BigInteger upperBits(int exponent) {
        BigInteger power = BigInteger.valueOf(5).pow(Math.abs(exponent));
        if (exponent >= 0) {
            int shift = 128 - power.bitLength();
            return shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
        }
        int bits = power.subtract(BigInteger.ONE).bitLength();
        BigInteger reciprocal =
                BigInteger.ONE.shiftLeft(2 * bits + 128).divide(power).add(BigInteger.ONE);
        return reciprocal.shiftRight(reciprocal.bitLength() - 128);
    }

    /// The double nearest to `digits` · 10^`exponent`; ties go to the even one.
    ///
    /// @param digits unsigned
    /// @param exponent -[#EXPONENT_MAX] to [#EXPONENT_MAX]
    /// @return the double, or NaN where this method cannot tell: then take [Double#parseDouble]
    public static double of(long digits, int exponent) {
        if (digits == 0) {
            return 0;
        }
        int zeros = Long.numberOfLeadingZeros(digits);
        long normal = digits << zeros;
        int place = 2 * (exponent + EXPONENT_MAX);
        long high = Math.unsignedMultiplyHigh(normal, FIVES[place]);
        long low = normal * FIVES[place];
        if ((high & UNCERTAIN) == UNCERTAIN) {
            long second = Math.unsignedMultiplyHigh(normal, FIVES[place + 1]);
            low += second;
            if (Long.compareUnsigned(second, low) > 0) {
                high++;
            }
            if (low == -1) {
                return Double.NaN;
            }
        }
        int upper = (int) (high >>> 63);
        int shift = upper + 64 - MANTISSA_BITS - 3;
        long mantissa = high >>> shift;
        int power = ((217_706 * exponent) >> 16) + 63 + upper - zeros + BIAS;
        if (power <= 0 || power >= 2 * BIAS) {
            return Double.NaN;
        }
        boolean halfway = Long.compareUnsigned(low, 1) <= 0
                && exponent >= -4
                && exponent <= 23
                && (mantissa & 3) == 1
                && mantissa << shift == high;
        if (halfway) {
            mantissa &= ~1L;
        }
        mantissa = (mantissa + (mantissa & 1)) >>> 1;
        if (mantissa >= 2 * HIDDEN_BIT) {
            mantissa = HIDDEN_BIT;
            power++;
        }
        return Double.longBitsToDouble((mantissa & ~HIDDEN_BIT) | ((long) power << MANTISSA_BITS));
    }
}
