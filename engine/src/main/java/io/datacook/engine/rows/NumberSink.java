package io.datacook.engine.rows;

import java.math.BigDecimal;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.jspecify.annotations.Nullable;

/// Takes numbers for one column of numbers: checks that a value fits and writes it, or says why it does not.
interface NumberSink {
    /// Takes a whole number.
    @Nullable
    String whole(int row, long value);

    /// Takes a number of any size and scale.
    @Nullable
    String decimal(int row, BigDecimal value);

    /// Takes a floating point number, which may be none or infinite.
    @Nullable
    String floating(int row, double value);

    /// Takes a number spelled as text.
    ///
    /// @param text stripped, not empty, of bounded length
    default @Nullable String text(int row, String text) {
        BigDecimal value = NumberCasts.parse(text);
        return value == null ? Casts.shown(text) + " is not a number" : decimal(row, value);
    }

    /// The sink for a column.
    static NumberSink of(FieldVector to, Rounding rounding) {
        return switch (to) {
            case DecimalVector decimals ->
                new DecimalSink(decimals.getPrecision(), decimals.getScale(), rounding, decimals::setSafe, decimals);
            case Decimal256Vector decimals ->
                new DecimalSink(decimals.getPrecision(), decimals.getScale(), rounding, decimals::setSafe, null);
            case Float2Vector floats -> FloatSink.half(floats, rounding);
            case Float4Vector floats -> FloatSink.single(floats, rounding);
            case Float8Vector floats -> FloatSink.full(floats, rounding);
            default -> WholeSink.of(to, rounding);
        };
    }
}
