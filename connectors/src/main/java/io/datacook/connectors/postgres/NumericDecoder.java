package io.datacook.connectors.postgres;

import java.math.BigDecimal;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;

/// `numeric` into decimals: 128 bits by two longs without an object, 256 bits by way of [BigDecimal].
///
/// On the wire a numeric is its number of digits of base 10 000, the power of the first one, the sign, the scale for
/// display, then the digits.
final class NumericDecoder implements CellDecoder {
    static final int BASE = 10_000;
    static final int HEADER = 8;
    static final int NEGATIVE = 0x4000;
    private static final int GROUP = 4;
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000};

    private final BaseFixedWidthVector vector;
    private final int precision;
    private final int scale;
    private ArrowBuf values;
    private ArrowBuf validity;
    /// The unscaled value, as it grows digit by digit.
    private long low;

    private long high;

    private NumericDecoder(BaseFixedWidthVector vector, int precision, int scale) {
        this.vector = vector;
        this.precision = precision;
        this.scale = scale;
        this.values = vector.getDataBuffer();
        this.validity = vector.getValidityBuffer();
    }

    static NumericDecoder narrow(DecimalVector vector) {
        return new NumericDecoder(vector, vector.getPrecision(), vector.getScale());
    }

    static NumericDecoder wide(Decimal256Vector vector) {
        return new NumericDecoder(vector, vector.getPrecision(), vector.getScale());
    }

    @Override
    public void reserve(int rows) {
        while (vector.getValueCapacity() < rows) {
            vector.reAlloc();
        }
        values = vector.getDataBuffer();
        validity = vector.getValidityBuffer();
    }

    @Override
    public void decode(int row, byte[] bytes, int at, int length) {
        int sign = Wire.int16(bytes, at + 4) & 0xffff;
        if (sign != 0 && sign != NEGATIVE) {
            throw new BadCell(NumericText.of(bytes, at), "a decimal has neither NaN nor infinity");
        }
        if (vector instanceof Decimal256Vector wide) {
            BigDecimal value = new BigDecimal(NumericText.of(bytes, at));
            if (value.stripTrailingZeros().scale() > scale || value.precision() - value.scale() > precision - scale) {
                throw unfit(bytes, at);
            }
            wide.set(row, value.setScale(scale));
            return;
        }
        accumulate(bytes, at);
        if (sign == NEGATIVE) {
            low = -low;
            high = low == 0 ? -high : ~high;
        }
        values.setLong(row * 16L, low);
        values.setLong(row * 16L + 8, high);
        BitVectorHelper.setBit(validity, row);
    }

    private void accumulate(byte[] bytes, int at) {
        int digits = Wire.int16(bytes, at);
        int weight = Wire.int16(bytes, at + 2);
        low = 0;
        high = 0;
        if (digits == 0) {
            return;
        }
        int first = Wire.int16(bytes, at + HEADER);
        int integerDigits = weight < 0 ? 0 : weight * GROUP + decimalLength(first);
        int fractionGroups = (scale + GROUP - 1) / GROUP;
        if (integerDigits > precision - scale || digits - weight - 1 > fractionGroups) {
            throw unfit(bytes, at);
        }
        int tail = scale - (fractionGroups - 1) * GROUP;
        for (int power = weight; power >= -fractionGroups; power--) {
            int index = weight - power;
            int digit = index < digits ? Wire.int16(bytes, at + HEADER + 2 * index) : 0;
            if (power == -fractionGroups && fractionGroups > 0 && tail < GROUP) {
                int cut = (int) POWERS[GROUP - tail];
                if (digit % cut != 0) {
                    throw unfit(bytes, at);
                }
                push(POWERS[tail], digit / cut);
            } else {
                push(BASE, digit);
            }
        }
    }

    private void push(long factor, long digit) {
        long carry = Math.unsignedMultiplyHigh(low, factor);
        low *= factor;
        high = high * factor + carry;
        low += digit;
        if (Long.compareUnsigned(low, digit) < 0) {
            high++;
        }
    }

    private static int decimalLength(int group) {
        return group >= 1_000 ? 4 : group >= 100 ? 3 : group >= 10 ? 2 : 1;
    }

    private BadCell unfit(byte[] bytes, int at) {
        return new BadCell(
                NumericText.of(bytes, at),
                "does not fit decimal(%d,%d); write a larger decimal in numeric_as, or text"
                        .formatted(precision, scale));
    }

    @Override
    public void setNull(int row) {
        BitVectorHelper.unsetBit(validity, row);
    }

    @Override
    public void finish(int rows) {
        vector.setValueCount(rows);
    }
}
