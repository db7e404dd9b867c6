package io.datacook.engine.run;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.Incremental.Lag;
import io.datacook.engine.recipe.Incremental.NumberLag;
import io.datacook.engine.recipe.Incremental.TimeLag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Moves a cursor back by a lag, so that late rows are read again. Stateless.
final class Lags {
    private Lags() {}

    /// The text of `value − lag`.
    ///
    /// @param type the cursor column's
    /// @param value as [io.datacook.api.CursorValues] spells it
    /// @param lag or `null` for none
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if the lag does not fit the type
    static String before(ArrowType type, String value, @Nullable Lag lag) {
        return switch (lag) {
            case null -> value;
            case TimeLag(Duration duration) -> time(type, value, duration);
            case NumberLag(BigDecimal number) -> number(type, value, number);
        };
    }

    private static String time(ArrowType type, String value, Duration lag) {
        return switch (type) {
            case ArrowType.Timestamp stamp
            when stamp.getTimezone() != null -> Instant.parse(value).minus(lag).toString();
            case ArrowType.Timestamp _ -> LocalDateTime.parse(value).minus(lag).toString();
            case ArrowType.Date _ ->
                LocalDate.parse(value)
                        .minusDays(lag.toDaysPart() + (lag.toHoursPart() > 0 ? 1 : 0))
                        .toString();
            default -> throw unfit(type, lag.toString(), "a number such as 100");
        };
    }

    private static String number(ArrowType type, String value, BigDecimal lag) {
        return switch (type) {
            case ArrowType.Int _, ArrowType.Decimal _ ->
                new BigDecimal(value).subtract(lag).toPlainString();
            case ArrowType.FloatingPoint _ -> Double.toString(Double.parseDouble(value) - lag.doubleValue());
            default -> throw unfit(type, lag.toPlainString(), "a duration such as 30m");
        };
    }

    private static DatacookException unfit(ArrowType type, String lag, String instead) {
        return new DatacookException(
                ErrorCode.RECIPE_UNSUPPORTED,
                "the lag %s does not fit a cursor column of type %s; write %s".formatted(lag, type, instead));
    }
}
