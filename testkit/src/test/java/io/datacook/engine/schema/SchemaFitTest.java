package io.datacook.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.DestinationFeature;
import io.datacook.api.Reject;
import io.datacook.api.SchemaChange;
import io.datacook.api.Step;
import io.datacook.api.TypeNames;
import io.datacook.engine.recipe.SchemaContract;
import io.datacook.engine.rows.OnError;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaFitTest {
    private static final Set<DestinationFeature> ALL = EnumSet.allOf(DestinationFeature.class);

    @Test
    void aMissingTargetIsCreated() {
        SchemaFit fit = fit(SchemaContract.FREEZE, schema("id int64"), null);

        assertThat(fit.changes()).containsExactly(new SchemaChange.Create(schema("id int64")));
        assertThat(fit.output()).isEqualTo(schema("id int64"));
    }

    @Test
    void newColumnsAreAddedRefusedOrLeftOut() {
        Schema incoming = schema("id int64", "name string");
        Schema existing = schema("id int64");

        SchemaFit evolved = fit(SchemaContract.EVOLVE, incoming, existing);
        assertThat(evolved.changes()).containsExactly(new SchemaChange.AddColumn(TypeNames.parse("name", "string")));
        assertThat(names(evolved)).containsExactly("id int64", "name string");
        assertThatThrownBy(() -> fit(SchemaContract.FREEZE, incoming, existing))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("column 'name' is new, and schema.contract is freeze");
        assertThat(names(fit(SchemaContract.DISCARD, incoming, existing))).containsExactly("id int64");
    }

    @Test
    void typesWidenTheTargetOrTheValues() {
        SchemaFit target = fit(SchemaContract.EVOLVE, schema("id int64"), schema("id int32"));
        assertThat(target.changes())
                .containsExactly(
                        new SchemaChange.Widen(TypeNames.parse("id", "int32"), TypeNames.parse("id", "int64")));
        assertThat(names(target)).containsExactly("id int64");

        SchemaFit values = fit(SchemaContract.FREEZE, schema("id int32"), schema("id int64"));
        assertThat(values.changes()).isEmpty();
        assertThat(names(values)).containsExactly("id int64");

        SchemaFit both = fit(SchemaContract.EVOLVE, schema("id uint32"), schema("id int32"));
        assertThat(names(both)).containsExactly("id int64");
        assertThat(both.changes()).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsNamedAllAtOnceWithAdvice() {
        assertThatThrownBy(
                        () -> fit(SchemaContract.EVOLVE, schema("a string", "b int64"), schema("a int64", "b float64")))
                .hasMessageContaining("2 columns do not fit the target")
                .hasMessageContaining("column 'a' is string, but the target's is int64")
                .hasMessageContaining("Cast it to float64 with the step cast");
        assertThatThrownBy(() -> fit(SchemaContract.FREEZE, schema("a int64"), schema("a int32")))
                .hasMessageContaining("schema.contract is freeze");
        assertThatThrownBy(() -> fit(SchemaContract.FREEZE, schema("idd int64"), schema("id int64")))
                .hasMessageContaining("the target's column 'id' no longer comes in. Known: idd. Did you mean 'idd'?");
    }

    @Test
    void aDestinationThatCannotEvolveSaysSo() {
        Set<DestinationFeature> append = EnumSet.of(DestinationFeature.APPEND);

        assertThatThrownBy(() -> SchemaFit.of(
                        SchemaContract.EVOLVE,
                        schema("id int64", "x int8"),
                        new SchemaFit.Target(schema("id int32"), s -> s, append)))
                .hasMessageContaining("this destination cannot change the types")
                .hasMessageContaining("this destination cannot add columns");
    }

    @Test
    void missingColumnsBecomeNullsAndMayHaveToAllowThem() {
        SchemaFit fit = fit(SchemaContract.EVOLVE, schema("id int64"), schema("gone string not null", "id int64"));

        assertThat(fit.changes())
                .containsExactly(new SchemaChange.DropNotNull(TypeNames.parse("gone", "string not null")));
        assertThat(names(fit)).containsExactly("gone string", "id int64");
        assertThatThrownBy(() ->
                        fit(SchemaContract.DISCARD, schema("id int64"), schema("gone string not null", "id int64")))
                .hasMessageContaining("refuses nulls, but no longer comes in");
    }

    @Test
    void nestedColumnsBecomeJsonWhereTheDestinationKeepsNone() {
        Set<DestinationFeature> flat = EnumSet.of(DestinationFeature.APPEND, DestinationFeature.EVOLVE);
        SchemaFit fit = SchemaFit.of(
                SchemaContract.EVOLVE, schema("s struct<a: int8>"), new SchemaFit.Target(null, s -> s, flat));

        assertThat(names(fit)).containsExactly("s json");
    }

    @Test
    void theAdapterAddsDropsReordersAndWidens() {
        Schema incoming = new Schema(List.of(
                Tables.field("b", Tables.STRING),
                Tables.field("drop", Tables.STRING),
                Tables.field("a", Tables.INT64)));
        Schema output = schema("a decimal(20,0)", "missing date", "b string");

        assertThat(adapt(incoming, output, OnError.FAIL, List.of(row("x", "y", 7), row(null, null, null))))
                .containsExactly(
                        "{\"a\":\"7\",\"missing\":null,\"b\":\"x\"}", "{\"a\":null,\"missing\":null,\"b\":null}");
    }

    @Test
    void theAdapterHoldsBackWhatTheTargetWouldRefuse() {
        Schema incoming = new Schema(List.of(Tables.field("a", Tables.INT64), Tables.field("b", Tables.STRING)));
        Schema output = schema("a int8 not null", "b string");
        List<@Nullable Object[]> rows = List.of(row(1, "x"), row(null, "y"), row(300, "z"));

        assertThat(adapt(incoming, output, OnError.QUARANTINE, rows)).containsExactly("{\"a\":1,\"b\":\"x\"}");
        assertThatThrownBy(() -> adapt(incoming, output, OnError.FAIL, rows))
                .isInstanceOfSatisfying(
                        DatacookException.class,
                        failed -> assertThat(failed.describe())
                                .startsWith("DC501 table row 2: column 'a' does not fit the target: the target's"));
        assertThat(SchemaAdapter.needed(incoming, incoming)).isFalse();
        assertThat(SchemaAdapter.needed(incoming, output)).isTrue();
    }

    @Test
    void deadLettersAreRowsOfOneFixedTable() {
        Reject reject =
                new Reject("cast", "orders.csv line 7", "amount", "x", "'x' is not a number", "{\"amount\":\"x\"}");
        Reject whole = new Reject("read", "orders.csv line 9", null, null, "3 cells, not 2", "a,b,c");
        try (BufferAllocator allocator = new RootAllocator();
                Batch batch = RejectBatch.of(
                        List.of(reject, whole),
                        new RejectBatch.Run("orders", "run-1", Instant.parse("2026-11-21T00:00:00Z")),
                        null,
                        allocator)) {
            assertThat(batch.schema()).isEqualTo(RejectBatch.SCHEMA);
            assertThat(StepContract.texts(batch))
                    .containsExactly(
                            "{\"stream\":\"orders\",\"run_id\":\"run-1\",\"rejected_at\":\"2026-11-21T00:00:00Z\","
                                    + "\"stage\":\"cast\",\"place\":\"orders.csv line 7\",\"column\":\"amount\","
                                    + "\"value\":\"x\",\"reason\":\"'x' is not a number\","
                                    + "\"record\":\"{\\\"amount\\\":\\\"x\\\"}\"}",
                            "{\"stream\":\"orders\",\"run_id\":\"run-1\",\"rejected_at\":\"2026-11-21T00:00:00Z\","
                                    + "\"stage\":\"read\",\"place\":\"orders.csv line 9\",\"column\":null,"
                                    + "\"value\":null,"
                                    + "\"reason\":\"3 cells, not 2\",\"record\":\"a,b,c\"}");
        }
    }

    private static List<String> adapt(Schema incoming, Schema output, OnError onError, List<@Nullable Object[]> rows) {
        List<String> texts = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Step step = SchemaAdapter.step(incoming, output, onError, allocator)) {
            StepContract.run(step, List.of(Tables.batch(allocator, incoming, 1, rows)), batch -> {
                assertThat(batch.schema().getFields()).isEqualTo(output.getFields());
                texts.addAll(StepContract.texts(batch));
                assertThat(batch.rejects()).hasSize(rows.size() - batch.rowCount());
            });
        }
        return texts;
    }

    private static SchemaFit fit(SchemaContract contract, Schema incoming, @Nullable Schema existing) {
        return SchemaFit.of(contract, incoming, new SchemaFit.Target(existing, schema -> schema, ALL));
    }

    private static List<String> names(SchemaFit fit) {
        return fit.output().getFields().stream()
                .map(field -> field.getName() + " " + TypeNames.name(field))
                .toList();
    }

    private static Schema schema(String... columns) {
        List<Field> fields = Arrays.stream(columns)
                .map(column -> TypeNames.parse(
                        column.substring(0, column.indexOf(' ')), column.substring(column.indexOf(' ') + 1)))
                .toList();
        return new Schema(fields);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }
}
