package io.datacook.engine.step;

import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.testkit.StepContract;
import io.datacook.testkit.StepContract.Outcome;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Runs one step over one small table.
final class Steps {
    private Steps() {}

    /// What a step makes of rows where bad rows may be rejected; proves that nothing leaks, also after a failure.
    static <C extends Record> Outcome run(StepType<C> type, C options, Schema input, List<@Nullable Object[]> rows) {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = type.open(options, input, StepContract.context(allocator))) {
            return Outcome.of(step, allocator, input, rows);
        }
    }

    /// The same where a bad row ends the run.
    static <C extends Record> Outcome runStrictly(
            StepType<C> type, C options, Schema input, List<@Nullable Object[]> rows) {
        try (BufferAllocator allocator = new RootAllocator()) {
            StepContext lenient = StepContract.context(allocator);
            StepContext strict = new StepContext(
                    allocator,
                    lenient.recipe(),
                    lenient.stream(),
                    lenient.runId(),
                    lenient.startedAt(),
                    lenient.scratch(),
                    false);
            try (Step step = type.open(options, input, strict)) {
                return Outcome.of(step, allocator, input, rows);
            }
        }
    }

    /// The columns that come out.
    static <C extends Record> List<Field> output(StepType<C> type, C options, Schema input) {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = type.open(options, input, StepContract.context(allocator))) {
            return step.output().getFields();
        }
    }

    /// A row.
    static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /// A table of one row.
    static List<@Nullable Object[]> one(@Nullable Object... values) {
        return List.<@Nullable Object[]>of(values);
    }
}
