package io.datacook.engine.rows;

import java.math.BigDecimal;
import java.util.Locale;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.jspecify.annotations.Nullable;

/// Takes numbers for a column of floating point numbers.
final class FloatSink implements NumberSink {
    private static final double TWO_TO_63 = 0x1p63;

    private final String type;
    private final Rounding rounding;
    private final Nearest nearest;
    private final Cell cells;

    /// The nearest number the column can hold.
    @FunctionalInterface
    private interface Nearest {
        double to(double value);
    }

    /// Writes a cell.
    @FunctionalInterface
    private interface Cell {
        void set(int row, double value);
    }

    private FloatSink(String type, Rounding rounding, Nearest nearest, Cell cells) {
        this.type = type;
        this.rounding = rounding;
        this.nearest = nearest;
        this.cells = cells;
    }

    static FloatSink half(Float2Vector column, Rounding rounding) {
        return new FloatSink(
                "float16",
                rounding,
                value -> Float.float16ToFloat(Float.floatToFloat16((float) value)),
                (row, value) -> column.setSafe(row, Float.floatToFloat16((float) value)));
    }

    static FloatSink single(Float4Vector column, Rounding rounding) {
        return new FloatSink(
                "float32", rounding, value -> (float) value, (row, value) -> column.setSafe(row, (float) value));
    }

    static FloatSink full(Float8Vector column, Rounding rounding) {
        return new FloatSink("float64", rounding, value -> value, column::setSafe);
    }

    @Override
    public @Nullable String whole(int row, long value) {
        double held = nearest.to((double) value);
        if (Double.isInfinite(held)) {
            return outside(Long.toString(value));
        }
        if (rounding == Rounding.EXACT && (held == TWO_TO_63 || (long) held != value)) {
            return "'" + value + "' has more digits than " + type + " holds; take decimal, or `round`";
        }
        cells.set(row, (double) value);
        return null;
    }

    @Override
    public @Nullable String decimal(int row, BigDecimal value) {
        double held = value.doubleValue();
        if (Double.isInfinite(held)) {
            return outside(value.toString());
        }
        return floating(row, held);
    }

    @Override
    public @Nullable String floating(int row, double value) {
        if (Double.isFinite(value) && Double.isInfinite(nearest.to(value))) {
            return outside(Double.toString(value));
        }
        cells.set(row, value);
        return null;
    }

    @Override
    public @Nullable String text(int row, String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> cells.set(row, Double.NaN);
            case "inf", "infinity", "+inf", "+infinity" -> cells.set(row, Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> cells.set(row, Double.NEGATIVE_INFINITY);
            default -> {
                return NumberCasts.parse(text) == null
                        ? Casts.shown(text) + " is not a number"
                        : text(row, text, Double.parseDouble(text));
            }
        }
        return null;
    }

    private @Nullable String text(int row, String text, double value) {
        return Double.isInfinite(value) ? outside(text) : floating(row, value);
    }

    private String outside(String value) {
        return Casts.shown(value) + " is beyond the range of " + type;
    }
}
