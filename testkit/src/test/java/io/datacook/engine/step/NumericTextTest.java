package io.datacook.engine.step;

import static io.datacook.engine.step.Steps.row;
import static io.datacook.testkit.Tables.field;
import static io.datacook.testkit.Tables.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.engine.rows.OnError;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericTextTest implements StepContract {
    @Override
    public Schema input() {
        return schema(field("price", Tables.STRING));
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(row("€ 1,234.50"), row((@Nullable Object) null), row("-7"));
    }

    @Override
    public Step open(StepContext context) {
        return new CleanNumericStep().open(options(DecimalMark.POINT, null), input(), context);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            POINT | 1,234.50 | 1234.50
            POINT | $1,234.50 | 1234.50
            POINT | USD 1,234 | 1234
            POINT | 1'234'567.8 | 1234567.8
            POINT | 12,34,567.00 | 1234567.00
            POINT | (1,234.50) | -1234.50
            POINT | ($5) | -5
            POINT | -£3 | -3
            POINT | £-3 | -3
            POINT | 3- | -3
            POINT | +4 | 4
            POINT | −4 | -4
            POINT | .5 | .5
            POINT | 5. | 5.
            POINT | 1 234.5 | 1234.5
            POINT | 1.234.5 | -
            POINT | 1,23 | -
            POINT | 1,2345 | -
            POINT | 1.234,50 | -
            POINT | abc | -
            POINT | EUR | -
            POINT | 12abc | -
            POINT | 1e5 | -
            POINT | - | -
            COMMA | 1.234,50 | 1234.50
            COMMA | 1234,5 € | 1234.5
            COMMA | 12,5EUR | 12.5
            COMMA | 1 234 567,5 | 1234567.5
            COMMA | 1.234 | 1234
            COMMA | 1,234.50 | -
            """)
    void numbersForPeopleBecomePlainOnes(DecimalMark mark, @Nullable String text, @Nullable String wanted) {
        assertThat(NumericText.plain(text == null ? "-" : text, mark)).isEqualTo(wanted);
    }

    @Test
    void nonBreakingBlanksSeparateToo() {
        assertThat(NumericText.plain("1\u202f234\u00a0567,5\u00a0€", DecimalMark.COMMA))
                .isEqualTo("1234567.5");
        assertThat(NumericText.plain("  ", DecimalMark.POINT)).isEmpty();
        assertThat(NumericText.plain("1".repeat(300), DecimalMark.POINT)).isNull();
    }

    @Test
    void cleansIntoTheTypeAndRejectsTheRest() {
        Outcome outcome = Steps.run(
                new CleanNumericStep(),
                options(DecimalMark.COMMA, OnError.QUARANTINE),
                input(),
                List.of(row("1.234,50 €"), row(" "), row("n/a"), row("99999999999,99")));

        assertThat(outcome.rows()).containsExactly("{\"price\":\"1234.50\"}", "{\"price\":null}");
        assertThat(outcome.rejects())
                .extracting(reject -> reject.reason())
                .containsExactly(
                        "'n/a' is not a number with a decimal comma, such as € -1.234,50",
                        "'99999999999.99' has more than 10 digits before the point, the most that decimal(12,2) holds");
        assertThatThrownBy(() -> Steps.output(
                        new CleanNumericStep(),
                        new CleanNumericStep.Options(List.of("price"), DecimalMark.POINT, "date", null),
                        input()))
                .hasMessageContaining("type is date; take a decimal, float or int type");
    }

    private static CleanNumericStep.Options options(DecimalMark mark, @Nullable OnError onError) {
        return new CleanNumericStep.Options(List.of("price"), mark, "decimal(12,2)", onError);
    }
}
