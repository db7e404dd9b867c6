package io.datacook.engine.step;

import static io.datacook.engine.step.Steps.row;
import static io.datacook.testkit.Tables.field;
import static io.datacook.testkit.Tables.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Secret;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SmallStepsTest {
    private static final Schema INPUT =
            schema(field("id", Tables.INT64), field("email", Tables.STRING), field("note", Tables.STRING));
    private static final List<@Nullable Object[]> ROWS =
            List.of(row(1, "ann@example.com", " x "), row(null, null, null), row(3, "no mail", ""));
    private static final Secret SALT = Secret.of("0123456789abcdef-salt");

    /// The contract for one step over the same small table.
    abstract static class OverTheTable implements StepContract {
        private final BiFunction<Schema, StepContext, Step> opener;

        OverTheTable(BiFunction<Schema, StepContext, Step> opener) {
            this.opener = opener;
        }

        @Override
        public Schema input() {
            return INPUT;
        }

        @Override
        public List<@Nullable Object[]> rows() {
            return ROWS;
        }

        @Override
        public Step open(StepContext context) {
            return opener.apply(INPUT, context);
        }
    }

    @Nested
    class AddColumn extends OverTheTable {
        AddColumn() {
            super((input, context) -> new AddColumnStep().open(add("at", "now()", null, "first"), input, context));
        }

        @Test
        void addsLiteralsTemplatesAndTheTimeTheRunStarted() {
            assertThat(first(new AddColumnStep(), add("at", "now()", null, "last")))
                    .endsWith("\"at\":\"2026-11-21T10:15:30.123456Z\"}");
            assertThat(first(new AddColumnStep(), add("at", "now()", "date", "last")))
                    .endsWith("\"at\":\"2026-11-21\"}");
            assertThat(first(new AddColumnStep(), add("s", "load_orders", null, "first")))
                    .startsWith("{\"s\":\"load_orders\",\"id\":1");
            assertThat(first(new AddColumnStep(), add("n", "7", "int64", "after id")))
                    .startsWith("{\"id\":1,\"n\":7,\"email\"");
            assertThat(first(new AddColumnStep(), add("n", null, "int64", "before note")))
                    .contains("\"n\":null,\"note\"");
        }

        @Test
        void wrongOptionsAreExplained() {
            assertThatThrownBy(() -> first(new AddColumnStep(), add("n", "x", "int64", "last")))
                    .hasMessage("value: 'x' is not a number");
            assertThatThrownBy(() -> first(new AddColumnStep(), add("n", "x", null, "behind id")))
                    .hasMessageContaining("position is 'behind id'; write first, last");
            assertThatThrownBy(() -> first(new AddColumnStep(), add("n", "x", null, "after idd")))
                    .hasMessageContaining("Did you mean 'id'?");
            assertThatThrownBy(() -> first(new AddColumnStep(), add("id", "x", null, "last")))
                    .hasMessageContaining("two columns would be named 'id'");
            assertThatThrownBy(() -> first(new AddColumnStep(), add("n", null, "int64 not null", "last")))
                    .hasMessageContaining("allows no nulls");
        }

        private static AddColumnStep.Options add(
                String name, @Nullable String value, @Nullable String type, String position) {
            return new AddColumnStep.Options(name, value, type, position);
        }
    }

    @Nested
    class DropColumn extends OverTheTable {
        DropColumn() {
            super((input, context) -> new DropColumnStep().open(drop("note"), input, context));
        }

        @Test
        void dropsByNameAndPattern() {
            assertThat(first(new DropColumnStep(), drop("n*", "email"))).isEqualTo("{\"id\":1}");
            assertThatThrownBy(() -> first(new DropColumnStep(), drop("*")))
                    .hasMessageContaining("no column would be left");
            assertThatThrownBy(() -> first(new DropColumnStep(), drop("x*")))
                    .hasMessageContaining("pattern 'x*', which matches no column");
            assertThatThrownBy(() -> first(new DropColumnStep(), drop())).hasMessageContaining("columns is empty");
            assertThat(first(
                            new DropColumnStep(),
                            new DropColumnStep.Options(List.of("gone", "x*", "id"), DropColumnStep.IfMissing.IGNORE)))
                    .startsWith("{\"email\"");
        }

        private static DropColumnStep.Options drop(String... columns) {
            return new DropColumnStep.Options(List.of(columns), DropColumnStep.IfMissing.FAIL);
        }
    }

    @Nested
    class Select extends OverTheTable {
        Select() {
            super((input, context) -> new SelectStep().open(select("note", "id"), input, context));
        }

        @Test
        void selectsInTheGivenOrder() {
            assertThat(first(new SelectStep(), select("note", "id"))).isEqualTo("{\"note\":\" x \",\"id\":1}");
            assertThat(first(new SelectStep(), select("*", "id")))
                    .isEqualTo("{\"email\":\"ann@example.com\",\"note\":\" x \",\"id\":1}");
            assertThatThrownBy(() -> first(new SelectStep(), select("id", "id")))
                    .hasMessageContaining("two columns would be named 'id'");
            assertThatThrownBy(() -> first(new SelectStep(), select("mail"))).hasMessageContaining("'email'");
        }

        private static SelectStep.Options select(String... columns) {
            return new SelectStep.Options(List.of(columns));
        }
    }

    @Nested
    class Trim extends OverTheTable {
        Trim() {
            super((input, context) -> new TrimStep().open(trim(TrimStep.Empty.NULL), input, context));
        }

        @Test
        void trimsAndEmptiesStrings() {
            assertThat(Steps.run(new TrimStep(), trim(TrimStep.Empty.KEEP), INPUT, ROWS)
                            .rows())
                    .containsExactly(
                            "{\"id\":1,\"email\":\"ann@example.com\",\"note\":\"x\"}",
                            "{\"id\":null,\"email\":null,\"note\":null}",
                            "{\"id\":3,\"email\":\"no mail\",\"note\":\"\"}");
            assertThat(Steps.run(new TrimStep(), trim(TrimStep.Empty.NULL), INPUT, ROWS)
                            .rows())
                    .last()
                    .asString()
                    .endsWith("\"note\":null}");
            assertThatThrownBy(() -> first(new TrimStep(), new TrimStep.Options(List.of("id"), TrimStep.Empty.KEEP)))
                    .hasMessageContaining("column 'id' is int64; the step trim takes strings only");
        }

        private static TrimStep.Options trim(TrimStep.Empty empty) {
            return new TrimStep.Options(List.of(), empty);
        }
    }

    @Nested
    class Hash extends OverTheTable {
        Hash() {
            super((input, context) -> new HashStep().open(hash("email"), input, context));
        }

        @Test
        void pseudonymsAreHmacsOfTheText() throws Exception {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(
                    SALT.reveal().getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
            String wanted = java.util.HexFormat.of()
                    .formatHex(mac.doFinal("1".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

            Outcome outcome = Steps.run(new HashStep(), hash("id"), INPUT, ROWS);
            assertThat(outcome.rows().getFirst()).startsWith("{\"id\":\"" + wanted + "\"");
            assertThat(outcome.rows().get(1)).startsWith("{\"id\":null");
            assertThat(Steps.output(new HashStep(), hash("id"), INPUT).getFirst())
                    .isEqualTo(TypeNames.parse("id", "string"));
        }

        @Test
        void aShortSaltAndNoColumnsAreRefusedWithoutShowingTheSalt() {
            assertThatThrownBy(() -> first(
                            new HashStep(),
                            new HashStep.Options(List.of("id"), Secret.of("hunter2"), HashStep.Output.HEX)))
                    .hasMessageContaining("salt is shorter than 16 characters")
                    .hasMessageNotContaining("hunter2");
            assertThatThrownBy(() -> first(new HashStep(), hash())).hasMessageContaining("columns is empty");
        }

        private static HashStep.Options hash(String... columns) {
            return new HashStep.Options(List.of(columns), SALT, HashStep.Output.HEX);
        }
    }

    @Nested
    class Mask extends OverTheTable {
        Mask() {
            super((input, context) -> new MaskStep().open(mask(MaskStep.Method.REDACT, null), input, context));
        }

        @Test
        void eachMethodHidesTheValue() {
            assertThat(email(MaskStep.Method.REDACT, null)).isEqualTo("\"***\"");
            assertThat(email(MaskStep.Method.NULL, null)).isEqualTo("null");
            assertThat(email(MaskStep.Method.KEEP_LAST, null)).isEqualTo("\"***********.com\"");
            assertThat(email(MaskStep.Method.CONSTANT, "hidden")).isEqualTo("\"hidden\"");
            assertThat(email(MaskStep.Method.EMAIL_DOMAIN, null)).isEqualTo("\"***@example.com\"");
        }

        @Test
        void wrongOptionsAreExplained() {
            assertThatThrownBy(() -> mask(MaskStep.Method.CONSTANT, null)).hasMessageContaining("needs a value");
            assertThatThrownBy(() -> mask(MaskStep.Method.REDACT, "x"))
                    .hasMessageContaining("only method: constant takes it");
            assertThatThrownBy(() ->
                            first(new MaskStep(), new MaskStep.Options(List.of("id"), MaskStep.Method.REDACT, 4, null)))
                    .hasMessageContaining("column 'id' is int64; redact takes strings only");
        }

        private static String email(MaskStep.Method method, @Nullable String value) {
            return first(new MaskStep(), mask(method, value)).replaceAll(".*\"email\":(.*),\"note.*", "$1");
        }

        private static MaskStep.Options mask(MaskStep.Method method, @Nullable String value) {
            return new MaskStep.Options(List.of("email"), method, 4, value);
        }
    }

    @Nested
    class Audit extends OverTheTable {
        Audit() {
            super((input, context) -> new AuditStep().open(new AuditStep.Options(List.of()), input, context));
        }

        @Test
        void tellsWhenWhoAndFromWhere() {
            assertThat(Steps.run(new AuditStep(), new AuditStep.Options(List.of()), INPUT, ROWS)
                            .rows()
                            .get(2))
                    .endsWith("\"_datacook_loaded_at\":\"2026-11-21T10:15:30.123456Z\",\"_datacook_run_id\":\"run-1\","
                            + "\"_datacook_source\":\"table\",\"_datacook_row\":3}");
            assertThat(Steps.output(new AuditStep(), new AuditStep.Options(List.of(AuditStep.Audited.ROW)), INPUT))
                    .extracting(Field::getName)
                    .containsExactly("id", "email", "note", "_datacook_row");
        }
    }

    @Test
    void everyStepIsFoundByItsTypeAndDescribesItself() {
        assertThat(ServiceLoader.load(StepType.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(type -> type.type()))
                .contains(
                        "rename_columns",
                        "cast",
                        "add_column",
                        "drop_column",
                        "select",
                        "deduplicate",
                        "hash",
                        "mask",
                        "audit",
                        "flatten",
                        "clean_numeric",
                        "trim");
    }

    private static <C extends Record> String first(StepType<C> type, C options) {
        return Steps.run(type, options, INPUT, ROWS).rows().getFirst();
    }
}
