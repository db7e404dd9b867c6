package io.datacook.engine.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Takes numbers for a column of whole numbers.
final class WholeSink implements NumberSink {
    private final Cells.LongTo cells;
    private final Rounding rounding;
    private final String type;
    private final BigInteger min;
    private final BigInteger max;
    private final long minLong;
    private final long maxLong;

    private WholeSink(Cells.LongTo cells, Rounding rounding, String type, ArrowType.Int whole) {
        this.cells = cells;
        this.rounding = rounding;
        this.type = type;
        int bits = whole.getBitWidth();
        boolean signed = whole.getIsSigned();
        this.min = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        this.max = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        this.minLong = min.longValueExact();
        this.maxLong = max.bitLength() > 63 ? Long.MAX_VALUE : max.longValueExact();
    }

    static WholeSink of(FieldVector to, Rounding rounding) {
        ArrowType.Int whole = (ArrowType.Int) to.getField().getType();
        return new WholeSink(Cells.longsTo(to), rounding, Casts.name(to), whole);
    }

    @Override
    public @Nullable String whole(int row, long value) {
        if (value < minLong || value > maxLong) {
            return outside(Long.toString(value));
        }
        cells.set(row, value);
        return null;
    }

    @Override
    public @Nullable String decimal(int row, BigDecimal value) {
        if (value.signum() != 0 && (long) value.precision() - value.scale() > 20) {
            return outside(value.toString());
        }
        BigInteger whole;
        try {
            whole = Decimals.scaled(value, 0, rounding).toBigIntegerExact();
        } catch (ArithmeticException fraction) {
            return Casts.shown(value.toString()) + " is not a whole number; `round` says how to make it one";
        }
        if (whole.compareTo(min) < 0 || whole.compareTo(max) > 0) {
            return outside(value.toString());
        }
        cells.set(row, whole.longValue());
        return null;
    }

    @Override
    public @Nullable String floating(int row, double value) {
        if (!Double.isFinite(value)) {
            return "'" + value + "' is not a whole number";
        }
        return decimal(row, new BigDecimal(value));
    }

    private String outside(String value) {
        return Casts.shown(value) + " is not between " + min + " and " + max + ", the range of " + type;
    }
}
