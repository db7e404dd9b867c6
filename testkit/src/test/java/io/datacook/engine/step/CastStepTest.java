package io.datacook.engine.step;

import static io.datacook.engine.step.Steps.row;
import static io.datacook.testkit.Tables.field;
import static io.datacook.testkit.Tables.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.OnError;
import io.datacook.engine.rows.Rounding;
import io.datacook.engine.step.CastStep.Options;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CastStepTest implements StepContract {
    private static final CastStep CAST = new CastStep();
    private static final Schema INPUT = schema(field("id", Tables.INT64), field("amount", Tables.STRING));

    @Override
    public Schema input() {
        return INPUT;
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(row(1, "1.50"), row(null, null), row(3, "-7"));
    }

    @Override
    public Step open(StepContext context) {
        return CAST.open(options(null, Map.of("amount", "decimal(10,2)")), INPUT, context);
    }

    @Test
    void castsInPlaceAndLeavesOtherColumnsAlone() {
        Outcome outcome = Steps.run(CAST, options(null, Map.of("amount", "decimal(10,2)")), INPUT, rows());

        assertThat(outcome.rows())
                .containsExactly(
                        "{\"id\":1,\"amount\":\"1.50\"}",
                        "{\"id\":null,\"amount\":null}",
                        "{\"id\":3,\"amount\":\"-7.00\"}");
        assertThat(Steps.output(CAST, options(null, Map.of("amount", "decimal(10,2)")), INPUT))
                .extracting(TypeNames::name)
                .containsExactly("int64", "decimal(10,2)");
    }

    @Test
    void rejectsBadRowsWithTheirOriginalContentAndKeepsTheOriginOfTheRest() {
        Outcome outcome = Steps.run(
                CAST,
                options(OnError.QUARANTINE, Map.of("amount", "int32", "id", "int8")),
                INPUT,
                List.of(row(1, "1"), row(2, "x"), row(3, "3"), row(400, "y"), row(5, "5")));

        assertThat(outcome.rows()).hasSize(3);
        assertThat(outcome.origins()).containsExactly("table row 1", "table row 3", "table row 5");
        assertThat(outcome.rejects())
                .containsExactlyInAnyOrder(
                        new Reject(
                                "cast",
                                "table row 2",
                                "amount",
                                "x",
                                "'x' is not a number",
                                "{\"id\":2,\"amount\":\"x\"}"),
                        new Reject(
                                "cast",
                                "table row 4",
                                "id",
                                "400",
                                "'400' is not between -128 and 127, the range of int8",
                                "{\"id\":400,\"amount\":\"y\"}"));
    }

    @Test
    void leavesCellsEmptyWhereAsked() {
        Outcome outcome = Steps.run(
                CAST, options(OnError.NULL, Map.of("amount", "int32")), INPUT, List.of(row(1, "x"), row(2, "2")));

        assertThat(outcome.rows()).containsExactly("{\"id\":1,\"amount\":null}", "{\"id\":2,\"amount\":2}");
        assertThat(outcome.rejects()).isEmpty();
    }

    @Test
    void failsWithColumnValueRowAndAdvice() {
        assertThatThrownBy(() ->
                        Steps.run(CAST, options(OnError.FAIL, Map.of("amount", "int32")), INPUT, Steps.one(1, "x")))
                .isInstanceOfSatisfying(DatacookException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID);
                    assertThat(failed.describe())
                            .isEqualTo("DC501 table row 1: column 'amount': 'x' is not a number. Mend the value, or"
                                    + " let the step cast take it by on_error: \"null\" or quarantine");
                });
    }

    @Test
    void withoutOnErrorTheRecipesPolicyDecides() {
        Options options = options(null, Map.of("amount", "int32"));

        assertThat(Steps.run(CAST, options, INPUT, Steps.one(1, "x")).rejects()).hasSize(1);
        assertThatThrownBy(() -> Steps.runStrictly(CAST, options, INPUT, Steps.one(1, "x")))
                .isInstanceOf(DatacookException.class);
        assertThatThrownBy(() ->
                        Steps.runStrictly(CAST, options(OnError.QUARANTINE, Map.of("amount", "int32")), INPUT, rows()))
                .hasMessageContaining("errors.policy is fail");
    }

    @Test
    void roundsOnlyWhenAllowed() {
        Options rounding = new Options(Map.of("amount", "decimal(10,1)"), OnError.FAIL, Rounding.HALF_UP);

        assertThat(Steps.run(CAST, rounding, INPUT, Steps.one(1, "1.25")).rows())
                .containsExactly("{\"id\":1,\"amount\":\"1.3\"}");
        assertThatThrownBy(() -> Steps.run(
                        CAST, options(OnError.FAIL, Map.of("amount", "decimal(10,1)")), INPUT, Steps.one(1, "1.25")))
                .hasMessageContaining("more than 1 digits after the point");
    }

    @Test
    void sameTypesAreHandedOnUntouched() {
        assertThat(Steps.run(CAST, options(null, Map.of("id", "bigint")), INPUT, rows())
                        .rows())
                .hasSize(3);
    }

    @Test
    void wrongOptionsAreExplained() {
        assertThatThrownBy(() -> Steps.output(CAST, options(null, Map.of("amout", "int32")), INPUT))
                .hasMessageContaining("Did you mean 'amount'?");
        assertThatThrownBy(() -> Steps.output(CAST, options(null, Map.of("amount", "integr")), INPUT))
                .hasMessageContaining("columns.amount: 'integr' is not a type")
                .hasMessageContaining("Did you mean 'integer'?");
        assertThatThrownBy(() -> Steps.output(CAST, options(null, Map.of("id", "uuid")), INPUT))
                .hasMessageContaining("column 'id' is int64, which cannot be cast to uuid");
        assertThatThrownBy(() -> Steps.output(CAST, options(null, Map.of()), INPUT))
                .hasMessageContaining("columns is empty");
    }

    private static Options options(@Nullable OnError onError, Map<String, String> columns) {
        return new Options(columns, onError, Rounding.EXACT);
    }
}
