package io.datacook.engine.rows;

import java.math.BigDecimal;

/// Decimal arithmetic that stays cheap for any value a text can spell, `1e-999999999` included.
final class Decimals {
    private Decimals() {}

    /// The value with a number of digits after the point.
    ///
    /// @param value with few digits before the point; the caller has checked
    /// @throws ArithmeticException if digits would have to go and `rounding` is exact
    static BigDecimal scaled(BigDecimal value, int scale, Rounding rounding) {
        if (value.signum() == 0) {
            return BigDecimal.valueOf(0, scale);
        }
        // all digits lie two or more places behind the last one kept: every rounding gives zero
        if ((long) value.scale() - scale > (long) value.precision() + 1) {
            if (rounding == Rounding.EXACT) {
                throw new ArithmeticException("digits would be lost");
            }
            return BigDecimal.valueOf(0, scale);
        }
        return value.setScale(scale, rounding.numbers());
    }
}
