package io.datacook.connectors.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Writes numbers as `numeric`: digits of base 10 000 around the point; see [NumericDecoder] for the form.
///
/// **Threading:** one thread at a time.
final class NumericEncoder {
    private static final int BASE = NumericDecoder.BASE;
    private static final int GROUP = 4;
    private static final long[] POWERS = {1, 10, 100, 1_000};
    private static final BigInteger CHUNK = BigInteger.valueOf(10_000_000_000_000_000L);
    private static final int GROUPS_OF_CHUNK = 4;

    /// Groups, the lowest first; enough for 76 digits and a negative scale's zeros.
    private final short[] groups = new short[64];

    /// Writes an unscaled value and its scale.
    void put(long unscaled, int scale, CopyBuffer out) {
        int pad = Math.floorMod(-scale, GROUP);
        if (unscaled > Long.MAX_VALUE / 1_000 || unscaled < Long.MIN_VALUE / 1_000) {
            put(BigInteger.valueOf(unscaled), scale, out);
            return;
        }
        long rest = Math.abs(unscaled) * POWERS[pad];
        int count = 0;
        while (rest != 0) {
            long above = rest / BASE;
            groups[count++] = (short) (rest - above * BASE);
            rest = above;
        }
        put(unscaled < 0, count, (scale + pad) / GROUP, scale, out);
    }

    /// Writes a value too large for a long.
    void put(BigDecimal value, CopyBuffer out) {
        put(value.unscaledValue(), value.scale(), out);
    }

    private void put(BigInteger unscaled, int scale, CopyBuffer out) {
        int pad = Math.floorMod(-scale, GROUP);
        BigInteger rest = unscaled.abs().multiply(BigInteger.valueOf(POWERS[pad]));
        int count = 0;
        while (rest.signum() != 0) {
            BigInteger[] parts = rest.divideAndRemainder(CHUNK);
            long chunk = parts[1].longValue();
            for (int i = 0; i < GROUPS_OF_CHUNK; i++) {
                groups[count++] = (short) (chunk % BASE);
                chunk /= BASE;
            }
            rest = parts[0];
        }
        while (count > 0 && groups[count - 1] == 0) {
            count--;
        }
        put(unscaled.signum() < 0, count, Math.floorDiv(scale + pad, GROUP), scale, out);
    }

    private void put(boolean negative, int count, int fractionGroups, int scale, CopyBuffer out) {
        int zeros = 0;
        while (zeros < count && groups[zeros] == 0) {
            zeros++;
        }
        out.putInt(NumericDecoder.HEADER + 2 * (count - zeros));
        out.putShort(count - zeros);
        out.putShort(count == 0 ? 0 : count - fractionGroups - 1);
        out.putShort(negative ? NumericDecoder.NEGATIVE : 0);
        out.putShort(Math.max(0, scale));
        for (int i = count - 1; i >= zeros; i--) {
            out.putShort(groups[i]);
        }
    }
}
