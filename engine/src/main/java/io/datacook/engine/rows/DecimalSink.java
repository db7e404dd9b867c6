package io.datacook.engine.rows;

import java.math.BigDecimal;
import org.apache.arrow.vector.DecimalVector;
import org.jspecify.annotations.Nullable;

/// Takes numbers for a column of decimals.
final class DecimalSink implements NumberSink {
    private static final int LONG_DIGITS = 18;

    private final int precision;
    private final int scale;
    private final Rounding rounding;
    private final Cell cells;
    private final @Nullable DecimalVector plain;
    private final long factor;
    private final long wholeMax;

    /// Writes a cell.
    @FunctionalInterface
    interface Cell {
        void set(int row, BigDecimal value);
    }

    /// @param plain the column if it takes unscaled 64-bit numbers, which spares an object for each cell
    DecimalSink(int precision, int scale, Rounding rounding, Cell cells, @Nullable DecimalVector plain) {
        this.precision = precision;
        this.scale = scale;
        this.rounding = rounding;
        this.cells = cells;
        boolean small = scale >= 0 && scale <= LONG_DIGITS;
        this.plain = small ? plain : null;
        this.factor = small ? BigDecimal.TEN.pow(scale).longValueExact() : 1;
        // the largest whole number that has a place both in the precision and in 18 digits
        this.wholeMax = small
                ? BigDecimal.TEN
                                .pow(Math.min(LONG_DIGITS, precision) - Math.min(scale, precision))
                                .longValue()
                        - 1
                : 0;
    }

    @Override
    public @Nullable String whole(int row, long value) {
        if (plain != null && value >= -wholeMax && value <= wholeMax) {
            plain.setSafe(row, value * factor);
            return null;
        }
        return decimal(row, BigDecimal.valueOf(value));
    }

    @Override
    public @Nullable String decimal(int row, BigDecimal value) {
        if (value.signum() != 0 && (long) value.precision() - value.scale() > precision - scale) {
            return tooLarge(value);
        }
        BigDecimal scaled;
        try {
            scaled = Decimals.scaled(value, scale, rounding);
        } catch (ArithmeticException digits) {
            return Casts.shown(value.toString()) + " has more than " + scale + " digits after the point; decimal("
                    + precision + "," + scale + ") has no place for them, `round` says how to cut them";
        }
        if (scaled.precision() > precision) {
            return tooLarge(value);
        }
        cells.set(row, scaled);
        return null;
    }

    @Override
    public @Nullable String floating(int row, double value) {
        return Double.isFinite(value)
                ? decimal(row, BigDecimal.valueOf(value))
                : "'" + value + "' is not a decimal number";
    }

    private String tooLarge(BigDecimal value) {
        return Casts.shown(value.toString()) + " has more than " + (precision - scale)
                + " digits before the point, the most that decimal(" + precision + "," + scale + ") holds";
    }
}
