package io.datacook.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.Step;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransformChainTest {
    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void everythingIsFreed() {
        allocator.close();
    }

    @Test
    void batchesPassAllStepsInOrder() {
        ListStream left = ListStream.of(allocator, 3, 2);

        try (TransformChain chain = new TransformChain(left, List.of(new Pass(), new Pass()), List.of("a", "b"))) {
            assertThat(rowCounts(chain)).containsExactly(3, 2);
            assertThat(chain.counts()).containsExactly(new StepCount("a", 5, 5), new StepCount("b", 5, 5));
        }
        assertThat(left.isClosed()).isTrue();
    }

    @Test
    void whatAStepHoldsBackComesAtTheEndAndPassesTheStepsAfterIt() {
        ListStream left = ListStream.of(allocator, 3, 2);

        try (TransformChain chain = new TransformChain(left, List.of(new HoldBack(), new Pass()), List.of("h", "p"))) {
            assertThat(rowCounts(chain)).containsExactly(3, 2);
            assertThat(chain.counts()).containsExactly(new StepCount("h", 5, 5), new StepCount("p", 5, 5));
        }
    }

    @Test
    void closingInTheMiddleFreesWhatIsHeld() {
        ListStream left = ListStream.of(allocator, 3, 2);
        HoldBack holding = new HoldBack();
        TransformChain chain = new TransformChain(left, List.of(holding, new Twice()), List.of("h", "t"));
        Batch first = chain.next();
        if (first != null) {
            first.close();
        }

        chain.close();

        assertThat(holding.closed).isTrue();
    }

    @Test
    void aFailureNamesItsStep() {
        ListStream left = ListStream.of(allocator, 1);
        try (TransformChain chain = new TransformChain(left, List.of(new Refuse()), List.of("cast"))) {
            assertThatThrownBy(chain::next)
                    .isInstanceOfSatisfying(
                            DatacookException.class,
                            failed -> assertThat(failed.describe()).isEqualTo("DC501 step cast: no"));
        }
    }

    @Test
    void acknowledgementsGoToTheLeft() {
        ListStream left = ListStream.of(allocator, 1);
        try (TransformChain chain = new TransformChain(left, List.of(new Pass()), List.of("p"))) {
            chain.acknowledge(Position.of("row", 1));
        }
        assertThat(left.acknowledged).containsExactly(Position.of("row", 1));
    }

    private static List<Integer> rowCounts(TransformChain chain) {
        List<Integer> counts = new ArrayList<>();
        for (Batch batch = chain.next(); batch != null; batch = chain.next()) {
            counts.add(batch.rowCount());
            batch.close();
        }
        return counts;
    }

    private static class Pass implements Step {
        @Override
        public Schema output() {
            return ListStream.SCHEMA;
        }

        @Override
        public void accept(Batch batch, Consumer<Batch> out) {
            out.accept(batch);
        }

        @Override
        public void close() {}
    }

    private static final class Twice extends Pass {
        @Override
        public void accept(Batch batch, Consumer<Batch> out) {
            out.accept(batch);
            out.accept(new Batch(batch.rows().slice(0, 0), batch.position(), batch.origin(), List.of()));
        }
    }

    private static final class Refuse extends Pass {
        @Override
        public void accept(Batch batch, Consumer<Batch> out) {
            batch.close();
            throw new DatacookException(ErrorCode.DATA_INVALID, "no");
        }
    }

    private static final class HoldBack extends Pass {
        private final List<Batch> held = new ArrayList<>();
        private boolean closed;

        @Override
        public void accept(Batch batch, Consumer<Batch> out) {
            held.add(batch);
        }

        @Override
        public void end(Consumer<Batch> out) {
            held.forEach(out);
            held.clear();
        }

        @Override
        public void close() {
            closed = true;
            held.forEach(Batch::close);
        }
    }
}
