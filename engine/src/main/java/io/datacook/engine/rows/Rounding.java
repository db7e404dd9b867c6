package io.datacook.engine.rows;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What a cast may do with digits the target has no place for.
public enum Rounding {
    /// Nothing: such a value does not fit.
    EXACT(RoundingMode.UNNECESSARY, RoundingMode.UNNECESSARY),
    /// To the nearest value, halves away from zero.
    HALF_UP(RoundingMode.HALF_UP, RoundingMode.HALF_UP),
    /// To the nearest value, halves to the even neighbour.
    HALF_EVEN(RoundingMode.HALF_EVEN, RoundingMode.HALF_EVEN),
    /// Numbers lose their last digits, points in time go back to the last full unit.
    DOWN(RoundingMode.DOWN, RoundingMode.FLOOR);

    private final RoundingMode numbers;
    private final RoundingMode times;

    Rounding(RoundingMode numbers, RoundingMode times) {
        this.numbers = numbers;
        this.times = times;
    }

    /// For numbers.
    RoundingMode numbers() {
        return numbers;
    }

    /// Whole units in a number of smaller ones.
    ///
    /// @throws ArithmeticException if this is [#EXACT] and something is left over
    long units(long value, long unit) {
        if (value % unit == 0) {
            return value / unit;
        }
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(unit), 0, times)
                .longValueExact();
    }

    /// Whole units in seconds and nanoseconds.
    ///
    /// @throws ArithmeticException as [#units(long, long)]
    long units(long seconds, int nanos, long unitNanos) {
        return BigDecimal.valueOf(seconds)
                .movePointRight(9)
                .add(BigDecimal.valueOf(nanos))
                .divide(BigDecimal.valueOf(unitNanos), 0, times)
                .longValueExact();
    }
}
