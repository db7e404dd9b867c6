package io.datacook.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.connectors.json.ParseJsonStepType.OnError;
import io.datacook.connectors.json.ParseJsonStepType.UnknownFields;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParseJsonStepTest implements StepContract {
    private static final Schema INPUT =
            Tables.schema(Tables.field("id", Tables.INT64), Tables.field("payload", Tables.STRING));
    private static final String STRUCT = "struct<id: int64, tags: list<string>, at: timestamptz>";

    @Override
    public Schema input() {
        return INPUT;
    }

    @Override
    public List<@Nullable Object[]> rows() {
        return List.of(
                new @Nullable Object[] {1L, "{\"id\":1,\"tags\":[\"a\",null],\"at\":\"2026-11-21T10:00:00Z\"}"},
                new @Nullable Object[] {null, null},
                new @Nullable Object[] {3L, "{\"tags\":[],\"id\":-3}"},
                new @Nullable Object[] {4L, "null"});
    }

    @Override
    public Step open(StepContext context) {
        return step(context, STRUCT, null, UnknownFields.FAIL);
    }

    private static Step step(StepContext context, String type, @Nullable OnError onError, UnknownFields unknown) {
        ParseJsonStepType.Options options = new ParseJsonStepType.Options(Map.of("payload", type), onError, unknown);
        return new ParseJsonStepType().open(options, INPUT, context);
    }

    private static Outcome parsed(String type, @Nullable OnError onError, UnknownFields unknown, String... texts) {
        List<@Nullable Object[]> rows = new java.util.ArrayList<>();
        for (String text : texts) {
            rows.add(new @Nullable Object[] {(long) rows.size() + 1, text});
        }
        try (BufferAllocator allocator = new RootAllocator();
                Step step = step(StepContract.context(allocator), type, onError, unknown)) {
            return Outcome.of(step, allocator, INPUT, rows);
        }
    }

    private static Outcome parsed(String type, String... texts) {
        return parsed(type, null, UnknownFields.FAIL, texts);
    }

    @Test
    void makesStructsAndListsOfTexts() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(StepContract.context(allocator))) {
            assertThat(Outcome.of(step, allocator, INPUT, rows()).rows())
                    .containsExactly(
                            "{\"id\":1,\"payload\":{\"id\":1,\"tags\":[\"a\",null],\"at\":\"2026-11-21T10:00:00Z\"}}",
                            "{\"id\":null,\"payload\":null}",
                            "{\"id\":3,\"payload\":{\"id\":-3,\"tags\":[],\"at\":null}}",
                            "{\"id\":4,\"payload\":null}");
        }
    }

    @Test
    void keepsEveryDigitOfNumbersAndAnyJsonBelow() {
        assertThat(parsed(
                                "struct<price: decimal(20,4), whole: uint64, rest: json>",
                                "{\"price\":123456789012345.6789,\"whole\":18446744073709551615,"
                                        + "\"rest\":{\"b\":1.10,\"a\":[1e3]}}")
                        .rows())
                .containsExactly("{\"id\":1,\"payload\":{\"price\":\"123456789012345.6789\","
                        + "\"whole\":18446744073709551615,\"rest\":\"{\\\"b\\\":1.10,\\\"a\\\":[1e3]}\"}}");
    }

    @Test
    void makesMapsOfObjectsWithAnyKeys() {
        assertThat(parsed("map<string, int64>", "{\"b\":2,\"a\":1}", "{}").rows())
                .containsExactly(
                        "{\"id\":1,\"payload\":[{\"key\":\"b\",\"value\":2},{\"key\":\"a\",\"value\":1}]}",
                        "{\"id\":2,\"payload\":[]}");
    }

    @Test
    void makesPlainValuesOfTextsThatHoldOne() {
        assertThat(parsed("int64", "7", " -7 ").rows())
                .containsExactly("{\"id\":1,\"payload\":7}", "{\"id\":2,\"payload\":-7}");
    }

    @Test
    void rejectsTextsThatDoNotFitAndKeepsTheOthersWhole() {
        Outcome outcome = parsed(
                STRUCT,
                "{\"id\":1,\"tags\":[\"a\"]}",
                "{\"id\":\"x\",\"tags\":[\"lost\"]}",
                "{\"id\":3,\"tags\":[\"b\",7]}",
                "no json",
                "",
                "{\"id\":6,\"tags\":[\"c\"]} {}",
                "{\"id\":7,\"zip\":1}",
                "{\"id\":8,\"id\":9}",
                "{\"id\":9,\"tags\":[\"d\"]}");

        assertThat(outcome.rows())
                .containsExactly(
                        "{\"id\":1,\"payload\":{\"id\":1,\"tags\":[\"a\"],\"at\":null}}",
                        "{\"id\":9,\"payload\":{\"id\":9,\"tags\":[\"d\"],\"at\":null}}");
        assertThat(outcome.origins()).containsExactly("table row 1", "table row 9");
        assertThat(outcome.rejects()).extracting(Reject::stage).containsOnly("parse_json");
        assertThat(outcome.rejects()).extracting(Reject::column).containsOnly("payload");
        assertThat(outcome.rejects())
                .extracting(Reject::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("the field 'payload.id' is 'x', not int64"),
                        reason -> assertThat(reason).isEqualTo("the field 'payload.tags[]' is '7', not string"),
                        reason -> assertThat(reason).startsWith("it is no valid JSON: "),
                        reason -> assertThat(reason).isEqualTo("there is no value"),
                        reason -> assertThat(reason).isEqualTo("text follows the value"),
                        reason -> assertThat(reason)
                                .isEqualTo("the field 'payload.zip' is not in the column's type; add it there, or"
                                        + " set unknown_fields to ignore"),
                        reason -> assertThat(reason).isEqualTo("the field 'payload.id' appears twice"));
        assertThat(outcome.rejects().getFirst().record())
                .isEqualTo("{\"id\":2,\"payload\":\"{\\\"id\\\":\\\"x\\\",\\\"tags\\\":[\\\"lost\\\"]}\"}");
    }

    @Test
    void leavesCellsEmptyWhereTheRecipeSaysSo() {
        assertThat(parsed("list<int64>", OnError.NULL, UnknownFields.FAIL, "[1,2]", "[3,\"x\"]", "[4]")
                        .rows())
                .containsExactly(
                        "{\"id\":1,\"payload\":[1,2]}", "{\"id\":2,\"payload\":null}", "{\"id\":3,\"payload\":[4]}");
    }

    @Test
    void leavesUnknownFieldsOutWhereTheRecipeSaysSo() {
        assertThat(parsed("struct<a: int64>", null, UnknownFields.IGNORE, "{\"a\":1,\"b\":{\"c\":[2]}}")
                        .rows())
                .containsExactly("{\"id\":1,\"payload\":{\"a\":1}}");
    }

    @Test
    void endsTheRunAtAnUnfitTextAndSaysWhere() {
        assertThatThrownBy(() -> parsed("int64", OnError.FAIL, UnknownFields.FAIL, "1", "1.5"))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageContaining("column 'payload': the field 'payload' is '1.5', not int64")
                .hasMessageContaining("on_error");
    }

    @Test
    void saysBeforeAnyRowWhatIsWrongWithItsOptions() {
        refuses(Map.of(), ErrorCode.RECIPE_UNSUPPORTED, "columns is empty");
        refuses(Map.of("paylod", "json"), ErrorCode.SCHEMA_MISMATCH, "'paylod'", "payload");
        refuses(Map.of("id", "json"), ErrorCode.SCHEMA_MISMATCH, "column 'id' is int64");
        refuses(Map.of("payload", "strukt<a: int64>"), ErrorCode.RECIPE_UNSUPPORTED, "columns.payload: ");
    }

    private static void refuses(Map<String, String> columns, ErrorCode code, String... parts) {
        try (BufferAllocator allocator = new RootAllocator()) {
            ParseJsonStepType.Options options = new ParseJsonStepType.Options(columns, null, UnknownFields.FAIL);
            assertThatThrownBy(() -> new ParseJsonStepType()
                            .open(options, INPUT, StepContract.context(allocator))
                            .close())
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.code()).isEqualTo(code))
                    .hasMessageContainingAll(parts);
        }
    }
}
