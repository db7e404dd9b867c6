package io.datacook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every step must hold to: implement it in the step's test.
///
/// Proves that batches match the announced schema, that position, origin and rejects ride along, that rows are
/// accounted for, that empty batches and nulls pass, that rows come out alone as they do together where the step says
/// so, and that no buffer leaks, whatever fails.
public interface StepContract {
    /// A context that lets rows be rejected, for a run that started in 2026-11-21T10:15:30.123456Z.
    static StepContext context(BufferAllocator allocator) {
        return new StepContext(
                allocator,
                "recipe",
                "stream",
                "run-1",
                Instant.parse("2026-11-21T10:15:30.123456Z"),
                Path.of("unused"),
                true);
    }

    /// The columns that come in, all nullable.
    Schema input();

    /// At least three different rows that fit, one of them all nulls.
    List<@Nullable Object[]> rows();

    /// Opens the step under test.
    Step open(StepContext context);

    /// Whether as many rows come out as go in, when all of them fit.
    default boolean keepsAllRows() {
        return true;
    }

    /// Whether more rows may come out than go in.
    default boolean addsRows() {
        return false;
    }

    @Test
    default void everyBatchHasTheAnnouncedColumns() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(context(allocator))) {
            run(
                    step,
                    List.of(batch(allocator, 1), batch(allocator, 100)),
                    batch -> assertThat(batch.schema().getFields())
                            .isEqualTo(step.output().getFields()));
        }
    }

    @Test
    default void allRowsComeOut() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(context(allocator))) {
            List<Integer> counts = new ArrayList<>();
            run(
                    step,
                    List.of(batch(allocator, 1)),
                    batch -> counts.add(batch.rowCount() + batch.rejects().size()));

            int out = counts.stream().mapToInt(Integer::intValue).sum();
            if (keepsAllRows()) {
                assertThat(out).isEqualTo(rows().size());
            } else if (!addsRows()) {
                assertThat(out).isLessThanOrEqualTo(rows().size());
            }
        }
    }

    @Test
    default void originsAndEarlierRejectsRideAlong() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(context(allocator))) {
            Reject earlier = new Reject("read", "table row 6", null, null, "torn", "x");
            Batch given = batch(allocator, 7);
            Batch marked = new Batch(given.rows(), given.position(), given.origin(), List.of(earlier));
            List<Reject> rejects = new ArrayList<>();
            run(step, List.of(marked), batch -> {
                rejects.addAll(batch.rejects());
                if (batch.rowCount() > 0) {
                    assertThat(batch.origin().resource()).isEqualTo("table");
                    assertThat(batch.origin().number(0)).isBetween(7L, 6L + rows().size());
                    assertThat(batch.origin().number(batch.rowCount() - 1)).isBetween(7L, 6L + rows().size());
                }
            });

            assertThat(rejects).first().isEqualTo(earlier);
        }
    }

    @Test
    default void positionsComeOutInOrderAndTheLastOneInTheEnd() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(context(allocator))) {
            List<Long> positions = new ArrayList<>();
            run(step, List.of(batch(allocator, 1), batch(allocator, 100)), batch -> {
                Position position = batch.position();
                if (position != null) {
                    positions.add(position.number("row"));
                }
            });

            assertThat(positions).isSorted();
            assertThat(positions).last().isEqualTo(99L + rows().size());
            if (!open(context(allocator), Step::rowByRow)) {
                assertThat(positions).hasSize(1);
            }
        }
    }

    @Test
    default void emptyBatchesPass() {
        try (BufferAllocator allocator = new RootAllocator();
                Step step = open(context(allocator))) {
            Batch empty = Tables.batch(allocator, input(), 1, List.of());
            List<Integer> counts = new ArrayList<>();
            run(step, List.of(empty), batch -> counts.add(batch.rowCount()));

            assertThat(counts).isNotEmpty().containsOnly(0);
        }
    }

    @Test
    default void rowsComeOutAloneAsTheyDoTogether() {
        try (BufferAllocator allocator = new RootAllocator()) {
            if (!open(context(allocator), Step::rowByRow)) {
                return;
            }
            List<String> together = new ArrayList<>();
            try (Step step = open(context(allocator))) {
                run(step, List.of(batch(allocator, 1)), batch -> together.addAll(texts(batch)));
            }
            List<String> alone = new ArrayList<>();
            for (int row = 0; row < rows().size(); row++) {
                try (Step lane = open(context(allocator))) {
                    Batch one =
                            Tables.batch(allocator, input(), row + 1L, List.<@Nullable Object[]>of(rows().get(row)));
                    run(lane, List.of(one), batch -> alone.addAll(texts(batch)));
                }
            }
            assertThat(alone).isEqualTo(together);
        }
    }

    @Test
    default void nothingLeaksWhenAStepIsClosedInTheMiddle() {
        try (BufferAllocator allocator = new RootAllocator()) {
            try (Step step = open(context(allocator))) {
                step.accept(batch(allocator, 1), Batch::close);
            }
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    default void nothingLeaksWhenMemoryEndsAnywhere() {
        boolean finished = false;
        for (long limit = 0; !finished; limit = limit == 0 ? 16 : limit * 2) {
            try (BufferAllocator root = new RootAllocator();
                    BufferAllocator allocator = root.newChildAllocator("step", 0, limit)) {
                finished = finishesWithin(root, allocator);
            }
        }
        assertThat(finished).isTrue();
    }

    private boolean finishesWithin(BufferAllocator root, BufferAllocator allocator) {
        try (Step step = open(context(allocator))) {
            run(step, List.of(batch(root, 1), batch(root, 100)), batch -> {});
            return true;
        } catch (OutOfMemoryException limited) {
            return false;
        }
    }

    private <T> T open(StepContext context, java.util.function.Function<Step, T> question) {
        try (Step step = open(context)) {
            return question.apply(step);
        }
    }

    private Batch batch(BufferAllocator allocator, long firstRow) {
        return Tables.batch(allocator, input(), firstRow, rows());
    }

    /// Sends batches through a step, closing what comes out.
    static void run(Step step, List<Batch> batches, Consumer<Batch> look) {
        List<Batch> waiting = new ArrayList<>(batches);
        Consumer<Batch> out = batch -> {
            try (batch) {
                look.accept(batch);
            }
        };
        try {
            while (!waiting.isEmpty()) {
                step.accept(waiting.removeFirst(), out);
            }
            step.end(out);
        } finally {
            waiting.forEach(Batch::close);
        }
    }

    /// The rows that come out of a step for one batch, as JSON objects; see [RowText].
    static List<String> texts(Batch batch) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            texts.add(RowText.row(batch.rows(), row));
        }
        return texts;
    }

    /// What a step makes of rows, rejects and all.
    ///
    /// @param rows JSON objects of the rows that came out, in order
    /// @param rejects rows left out, in order
    /// @param origins where each row came from
    record Outcome(List<String> rows, List<Reject> rejects, List<String> origins) {
        /// Sends rows of a table, numbered from 1, through a step.
        public static Outcome of(Step step, BufferAllocator allocator, Schema input, List<@Nullable Object[]> rows) {
            List<String> texts = new ArrayList<>();
            List<Reject> rejects = new ArrayList<>();
            List<String> origins = new ArrayList<>();
            run(step, List.of(Tables.batch(allocator, input, 1, rows)), batch -> {
                texts.addAll(texts(batch));
                rejects.addAll(batch.rejects());
                Origin origin = Objects.requireNonNull(batch.origin());
                for (int row = 0; row < batch.rowCount(); row++) {
                    origins.add(origin.describe(row));
                }
            });
            return new Outcome(texts, rejects, origins);
        }
    }
}
