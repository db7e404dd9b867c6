package io.datacook.engine.step;

import static io.datacook.engine.step.Steps.row;
import static io.datacook.testkit.Tables.field;
import static io.datacook.testkit.Tables.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.engine.step.DeduplicateStep.Keep;
import io.datacook.engine.step.DeduplicateStep.Options;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeduplicateStepTest {
    private static final Schema INPUT = schema(field("id", Tables.INT64), field("name", Tables.STRING));
    private static final ByteSize PLENTY = ByteSize.parse("64MiB");

    @Nested
    class KeepingTheFirst implements StepContract {
        @Override
        public Schema input() {
            return INPUT;
        }

        @Override
        public List<@Nullable Object[]> rows() {
            return List.of(row(1, "a"), row(null, null), row(1, "b"));
        }

        @Override
        public boolean keepsAllRows() {
            return false;
        }

        @Override
        public Step open(StepContext context) {
            return new DeduplicateStep().open(new Options(List.of("id"), Keep.FIRST, PLENTY), INPUT, context);
        }
    }

    @Nested
    class KeepingTheLast extends KeepingTheFirst {
        @Override
        public Step open(StepContext context) {
            return new DeduplicateStep().open(new Options(List.of("id"), Keep.LAST, PLENTY), INPUT, context);
        }
    }

    @Test
    void theFirstOrTheLastRowOfAKeyStaysAcrossBatches() {
        assertThat(names(Keep.FIRST, "id")).containsExactly("a", "b", "c", "f");
        assertThat(names(Keep.LAST, "id")).containsExactly("c", "d", "e", "f");
        assertThat(names(Keep.FIRST)).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void keysOfTwoColumnsDoNotRunTogether() {
        Schema texts = schema(field("a", Tables.STRING), field("b", Tables.STRING));
        Options options = new Options(List.of("a", "b"), Keep.FIRST, PLENTY);

        assertThat(Steps.run(
                                new DeduplicateStep(),
                                options,
                                texts,
                                List.of(row("x", "yz"), row("xy", "z"), row(null, "x"), row("x", null), row("x", "yz")))
                        .rows())
                .hasSize(4);
    }

    @Test
    void manyKeysAreAllKnownAgain() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        IntStream.range(0, 50_000).forEach(i -> rows.add(row((long) i * 1024, "n" + i)));
        rows.addAll(List.copyOf(rows));

        assertThat(Steps.run(new DeduplicateStep(), new Options(List.of("id"), Keep.FIRST, PLENTY), INPUT, rows)
                        .rows())
                .hasSize(50_000);
    }

    @Test
    void moreKeysThanTheMemoryHoldsEndTheRunAndSayWhatToDo() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> rows.add(row(i, "n")));
        Options small = new Options(List.of("id"), Keep.FIRST, new ByteSize(1024));

        assertThatThrownBy(() -> Steps.run(new DeduplicateStep(), small, INPUT, rows))
                .isInstanceOfSatisfying(DatacookException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
                    assertThat(failed.describe()).contains("table row 769").contains("bytes_max, 1.0 KiB; raise it");
                });
        assertThatThrownBy(() -> Steps.run(
                        new DeduplicateStep(), new Options(List.of("id"), Keep.LAST, new ByteSize(1024)), INPUT, rows))
                .hasMessageContaining("rows that deduplicate with keep: last holds");
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() ->
                        Steps.output(new DeduplicateStep(), new Options(List.of("idd"), Keep.FIRST, PLENTY), INPUT))
                .hasMessageContaining("keys names the column 'idd'");
    }

    private static List<String> names(Keep keep, String... keys) {
        List<String> names = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Step step = new DeduplicateStep()
                        .open(new Options(List.of(keys), keep, PLENTY), INPUT, StepContract.context(allocator))) {
            List<Batch> batches = List.of(
                    Tables.batch(allocator, INPUT, 1, List.of(row(1, "a"), row(2, "b"), row(null, "c"))),
                    Tables.batch(allocator, INPUT, 4, List.of(row(2, "d"), row(1, "e"), row(3, "f"))));
            StepContract.run(
                    step,
                    batches,
                    batch ->
                            Tables.rows(batch.rows()).forEach(values -> names.add(String.valueOf(values.get("name")))));
        }
        return names;
    }
}
